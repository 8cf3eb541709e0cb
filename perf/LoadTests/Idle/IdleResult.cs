using AwsAuthFastProxy.LoadTests.Runs;

namespace AwsAuthFastProxy.LoadTests.Idle;

/// <summary>What the process costs while nobody asks anything.</summary>
/// <param name="Starts">Starts of this proxy, by build; targets are the first one's.</param>
/// <param name="NginxResidentKiB">Resident memory of nginx's worker, just started.</param>
/// <param name="Clients">Idle clients opened.</param>
/// <param name="BytesPerClient">Resident memory for each of them.</param>
/// <param name="NginxBytesPerClient">The same in nginx's worker.</param>
/// <param name="WorkerShareOfFew">Of few connections, the part that the busier of two workers has; over several times.</param>
/// <param name="WorkerShareOfMany">The same of many, once.</param>
internal sealed record IdleResult(
    IReadOnlyList<IdleStart> Starts, long NginxResidentKiB, int Clients, double BytesPerClient, double NginxBytesPerClient,
    Spread WorkerShareOfFew, double WorkerShareOfMany);
