import Foundation

/// What an autoencoder is called in results: the name of its folder.
func saeName(_ folder: String) -> String { URL(fileURLWithPath: folder).lastPathComponent }
