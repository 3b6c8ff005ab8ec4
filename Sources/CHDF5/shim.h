#include <hdf5.h>

// HDF5's identifiers are macros that call H5open() and do not import into Swift: one inline
// function for each that Thresher uses.
static inline unsigned thresher_h5f_acc_trunc(void) { return H5F_ACC_TRUNC; }
static inline unsigned thresher_h5f_acc_rdonly(void) { return H5F_ACC_RDONLY; }
static inline hid_t thresher_h5p_default(void) { return H5P_DEFAULT; }
