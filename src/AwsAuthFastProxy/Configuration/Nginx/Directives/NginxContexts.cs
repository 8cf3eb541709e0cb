namespace AwsAuthFastProxy.Configuration.Nginx.Directives;

/// <summary>Blocks that a directive may stand in.</summary>
[Flags]
internal enum NginxContexts
{
    None = 0,
    Main = 1,
    Events = 2,
    Http = 4,
    Upstream = 8,
    Server = 16,
    Location = 32,
    LimitExcept = 64,
}
