// A collection is told where it may not run beside others: one test restarts the server.
[assembly: Xunit.CollectionBehavior(MaxParallelThreads = 2)]
