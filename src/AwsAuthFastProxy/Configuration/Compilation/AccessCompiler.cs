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
    /// <param name="methods">The methods it takes.</param>
    /// <param name="except">What it asks of those who use other methods than some, or null.</param>
    public AccessModel? Compile(RouteConfig config, MethodSet methods, out LimitExceptModel? except)
    {
        var (allow, deny) = ReadLists(config.Allow, config.Deny);
        var any = Choice.Read("satisfy", config.Satisfy, false, [("all", false), ("any", true)], diagnostics);
        var rate = RateCompiler.Compile(config.RateLimit, "requestsPerSecond", diagnostics);
        var basic = passwords.Compile(config.BasicAuth);
        var access = new AccessModel { Allow = allow, Deny = deny, SatisfyAny = any, RateLimit = rate, Basic = basic };
        except = Compile(config.LimitExcept, access);

        var usual = except?.Methods ?? MethodSet.All;
        var isFaulty = (config.Allow?.Any(static setting => setting.IsFaulty) ?? false) || (config.LimitExcept?.Allow?.Any(static setting => setting.IsFaulty) ?? false);
        var isOpen = (MethodNames.Writes(methods & usual) && !Identifies(access, config.BasicAuth is not null))
            || (MethodNames.Writes(methods & ~usual) && !Identifies(except?.Access, config.LimitExcept is { HasNoBasicAuth: false } limit && (limit.BasicAuth ?? config.BasicAuth) is not null));
        if (isOpen && config.AnonymousWrites is not { Value: true } && !isFaulty && !CertificatesDemanded)
        {
            diagnostics.Error(
                config.Methods!.Position,
                "this route takes writing methods and nothing says who may use them: add \"allow\" with the addresses that may, or \"basicAuth\", "
                + "or say that everybody is meant to: \"anonymousWrites\": true");
        }

        return OrNothing(access);
    }

    /// <summary>What is not said again is as the route has it: both lists of addresses together, and the passwords.</summary>
    private LimitExceptModel? Compile(LimitExceptConfig? config, AccessModel route)
    {
        if (config is null)
        {
            return null;
        }

        if (config.Methods is null)
        {
            diagnostics.Error(config.Position, "\"limitExcept\" has no \"methods\"; name those for which the route's own rules stay, such as [ \"GET\" ]");
            return null;
        }

        if (config.Allow is null && config.Deny is null && config.BasicAuth is null && !config.HasNoBasicAuth)
        {
            diagnostics.Error(config.Position, "\"limitExcept\" says nothing about the other methods; give \"allow\", \"deny\" or \"basicAuth\"");
        }

        var methods = MethodNames.Read(config.Methods, diagnostics);
        if (methods == MethodSet.All)
        {
            diagnostics.Error(config.Methods.Position, "\"limitExcept\" is about other methods than those it names, and there is none besides \"*\"");
        }

        // As nginx has it: HEAD goes with GET.
        methods |= methods.HasFlag(MethodSet.Get) ? MethodSet.Head : MethodSet.None;
        var (allow, deny) = config.Allow is null && config.Deny is null ? (route.Allow, route.Deny) : ReadLists(config.Allow, config.Deny);
        var basic = config.HasNoBasicAuth ? null : config.BasicAuth is null ? route.Basic : passwords.Compile(config.BasicAuth);
        return new LimitExceptModel(methods, OrNothing(route with { Allow = allow, Deny = deny, Basic = basic }));
    }

    private (IReadOnlyList<AddressBlock> Allow, IReadOnlyList<AddressBlock> Deny) ReadLists(IReadOnlyList<TextSetting>? allowed, IReadOnlyList<TextSetting>? denied)
    {
        var allow = ReadBlocks("allow", allowed);
        var deny = ReadBlocks("deny", denied);
        foreach (var block in deny.Where(allow.Contains))
        {
            diagnostics.Error(denied![0].Position, $"{block} stands in \"allow\" and in \"deny\"; leave it in one of them");
        }

        return (allow, deny);
    }

    private static AccessModel? OrNothing(AccessModel model) =>
        model.Allow.Count + model.Deny.Count == 0 && model.RateLimit is null && model.Basic is null ? null : model;

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

    // Whether rules say who a client is. A list that lets every address in does not, and lists that let none in by themselves do.
    private static bool Identifies(AccessModel? access, bool asksPassword)
    {
        var everybody = access?.Allow.Any(static block => block.IsEverything) ?? false;
        var byAddress = !everybody && access is not null && (access.Allow.Count > 0 || DeniesAll(access.Deny));
        return byAddress || (asksPassword && !(everybody && access!.SatisfyAny));
    }

    private static bool DeniesAll(IReadOnlyList<AddressBlock> deny) =>
        deny.Any(static block => block is { IsEverything: true, IsV4: true }) && deny.Any(static block => block is { IsEverything: true, IsV4: false });
}
