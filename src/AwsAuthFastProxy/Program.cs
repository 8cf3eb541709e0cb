using System.CommandLine;
using AwsAuthFastProxy.CommandLine;

return await ProxyCommandLine.InvokeAsync(args, CommandEnvironment.OfProcess(), new InvocationConfiguration()).ConfigureAwait(false);
