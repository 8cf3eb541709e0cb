namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>What a configuration says of a pool. Times in milliseconds.</summary>
/// <param name="Connections">Most connections, in use or kept or being dialled.</param>
/// <param name="Waiters">Most requests that wait for one.</param>
/// <param name="Idle">How long a connection is kept unused.</param>
/// <param name="Connect">How long a dial may take.</param>
/// <param name="Queue">How long a request may wait.</param>
internal readonly record struct PoolLimits(int Connections, int Waiters, long Idle, long Connect, long Queue);
