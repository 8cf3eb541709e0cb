using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles who may use a route.</summary>
internal sealed class AccessCompiler(BasicAuthCompiler passwords, Diagnostics diagnostics)
{
    /// <summary>Every listener demands a client certificate, so nobody is anonymous.</summary>
    public bool CertificatesDemanded { private get; set; }

    /// <summary>What a route asks of its clients; null when nothing.</summary>
    /// <param name="config">The route.</param>
    /// <param name="writes">Whether it takes methods that change what is stored.</param>
    public AccessModel? Compile(RouteConfig config, bool writes)
    {
        var allow = ReadBlocks("allow", config.Allow);
        var deny = ReadBlocks("deny", config.Deny);
        foreach (var block in deny.Where(allow.Contains))
        {
            diagnostics.Error(config.Deny![0].Position, $"{block} stands in \"allow\" and in \"deny\"; leave it in one of them");
        }

        var isFaulty = config.Allow?.Any(static setting => setting.IsFaulty) ?? false;
        if (writes && config.AnonymousWrites is not { Value: true } && !isFaulty && !CertificatesDemanded && config.BasicAuth is null && !Identifies(allow))
        {
            diagnostics.Error(
                config.Methods!.Position,
                "this route takes writing methods and nothing says who may use them: add \"allow\" with the addresses that may, or \"basicAuth\", "
                + "or say that everybody is meant to: \"anonymousWrites\": true");
        }

        var rate = RateCompiler.Compile(config.RateLimit, "requestsPerSecond", diagnostics);
        var basic = passwords.Compile(config.BasicAuth);
        return allow.Count + deny.Count == 0 && rate is null && basic is null
            ? null
            : new AccessModel { Allow = allow, Deny = deny, RateLimit = rate, Basic = basic };
    }

    /// <summary>The addresses and blocks of a list.</summary>
    public List<AddressBlock> ReadBlocks(string key, IReadOnlyList<TextSetting>? settings)
    {
        var blocks = new List<AddressBlock>();
        foreach (var setting in settings ?? [])
        {
            if (setting.IsFaulty)
            {
                continue;
            }

            if (AddressBlock.TryParse(setting.Value, out var block, out var reason))
            {
                blocks.Add(block);
                continue;
            }

            diagnostics.Error(setting.Position, $"{Quote.Text(setting.Written)} in {Quote.Text(key)}: {reason}");
        }

        return blocks;
    }

    // A list that lets every address in says nothing about who it is.
    private static bool Identifies(List<AddressBlock> allow) => allow.Count > 0 && !allow.Any(static block => block.IsEverything);
}
