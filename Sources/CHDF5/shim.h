#include <hdf5.h>

// HDF5's identifiers are macros that call H5open() and do not import into Swift: one inline
// function for each that Thresher uses.
static inline unsigned thresher_h5f_acc_trunc(void) { return H5F_ACC_TRUNC; }
static inline unsigned thresher_h5f_acc_rdonly(void) { return H5F_ACC_RDONLY; }
static inline hid_t thresher_h5p_default(void) { return H5P_DEFAULT; }
static inline hid_t thresher_h5p_file_create(void) { return H5P_FILE_CREATE; }
static inline hid_t thresher_h5p_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t thresher_h5p_group_create(void) { return H5P_GROUP_CREATE; }
static inline hid_t thresher_h5p_dataset_create(void) { return H5P_DATASET_CREATE; }
static inline hid_t thresher_h5p_dataset_access(void) { return H5P_DATASET_ACCESS; }
static inline hid_t thresher_h5s_all(void) { return H5S_ALL; }
static inline hsize_t thresher_h5s_unlimited(void) { return H5S_UNLIMITED; }
static inline hid_t thresher_h5t_c_s1(void) { return H5T_C_S1; }
static inline size_t thresher_h5t_variable(void) { return H5T_VARIABLE; }
static inline hid_t thresher_h5t_ieee_f32le(void) { return H5T_IEEE_F32LE; }
static inline hid_t thresher_h5t_ieee_f64le(void) { return H5T_IEEE_F64LE; }
static inline hid_t thresher_h5t_std_i8le(void) { return H5T_STD_I8LE; }
static inline hid_t thresher_h5t_std_i32le(void) { return H5T_STD_I32LE; }
static inline hid_t thresher_h5t_std_i64le(void) { return H5T_STD_I64LE; }
