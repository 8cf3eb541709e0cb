using System.Runtime.InteropServices;
using AwsAuthFastProxy.LoadTests;
using AwsAuthFastProxy.LoadTests.Processes;
using AwsAuthFastProxy.LoadTests.Relay;
using AwsAuthFastProxy.LoadTests.Scenarios;

if (args is [FloorRelay.Command, ..])
{
    return FloorRelay.Run(args[1..]);
}

// Ctrl-C and the like end what was started; the main thread then fails and cleans up.
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
try
{
    LoadOptions options = LoadOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(LoadOptions.Usage);
        return 0;
    }

    if (options.List)
    {
        foreach (Scenario scenario in Catalog.All)
        {
            Console.WriteLine($"{scenario.Name,-20} {scenario.Title}{(scenario.Quick ? " (quick)" : "")}");
        }

        return 0;
    }

    return LoadRun.Execute(options);
}
catch (Exception) when (Children.Stopping)
{
    Console.Error.WriteLine("stopped");
    return 130;
}
catch (LoadTestException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
finally
{
    Children.EndAll();
}

static void OnSignal(PosixSignalContext context)
{
    context.Cancel = true;
    Children.Stop();
}
