namespace AwsAuthFastProxy.RealServer.Tests.Clients;

/// <summary>AWS's command line, Debian's unless <c>AAFP_AWS</c> names another, with keys that no server knows or none.</summary>
/// <param name="home">Where it runs.</param>
/// <param name="endpoint">The proxy.</param>
/// <param name="anonymous">With none.</param>
internal sealed class AwsCommandLine(ClientHome home, ClientEndpoint endpoint, bool anonymous = false)
{
    private static readonly string s_file = Environment.GetEnvironmentVariable("AAFP_AWS") ?? "/usr/bin/aws";

    /// <summary>Runs it, and fails where it fails.</summary>
    public Command Run(params IEnumerable<string> arguments) => TryRun(arguments).RequireSuccess();

    /// <summary>Runs it.</summary>
    public Command TryRun(params IEnumerable<string> arguments)
    {
        File.WriteAllText(home.PathOf("aws"), $"[default]\nregion = us-east-1\nmax_attempts = 1\ns3 =\n  addressing_style = {(endpoint.VirtualHost ? "virtual" : "path")}\n");
        home.Environment["AWS_CONFIG_FILE"] = home.PathOf("aws");
        if (endpoint.Https)
        {
            home.Environment["AWS_CA_BUNDLE"] = endpoint.Authority;
        }

        home.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        home.Environment["AWS_PAGER"] = "";
        home.Environment["BOTO_DISABLE_CRT"] = "true";
        if (!anonymous)
        {
            home.Environment["AWS_ACCESS_KEY_ID"] = "AKIDUNKNOWN";
            home.Environment["AWS_SECRET_ACCESS_KEY"] = "not-the-secret";
        }

        string[] keys = anonymous ? ["--no-sign-request"] : [];
        return home.Run(s_file, ["--endpoint-url", endpoint.Url, "--output", "json", "--cli-read-timeout", "30", .. keys, .. arguments]);
    }
}
