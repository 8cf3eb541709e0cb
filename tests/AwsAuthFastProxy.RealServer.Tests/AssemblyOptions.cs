// One server and one clock's worth of cores stand behind all of them, and one test restarts the server.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
