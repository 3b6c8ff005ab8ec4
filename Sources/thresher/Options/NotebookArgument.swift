public import ArgumentParser
public import Replays

/// A notebook by the number of its case.
extension Notebook: ExpressibleByArgument {}
