using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>methods</c> of a route. Method names are case-sensitive (RFC 9110 §9.1).</summary>
internal static class MethodNames
{
    private static readonly (string Name, MethodSet Method)[] s_known =
    [
        ("GET", MethodSet.Get),
        ("HEAD", MethodSet.Head),
        ("PUT", MethodSet.Put),
        ("POST", MethodSet.Post),
        ("DELETE", MethodSet.Delete),
        ("OPTIONS", MethodSet.Options),
        ("PATCH", MethodSet.Patch),
    ];

    public static MethodSet Read(MethodsConfig config, Diagnostics diagnostics)
    {
        var methods = MethodSet.None;
        foreach (var name in config.Names)
        {
            if (!name.IsFaulty)
            {
                methods |= Read(name, config.Names.Count == 1, diagnostics);
            }
        }

        return methods;
    }

    /// <summary>Whether any of the methods changes what is stored.</summary>
    public static bool Writes(MethodSet methods) => (methods & ~(MethodSet.Get | MethodSet.Head | MethodSet.Options)) != 0;

    /// <summary>The names, for people; "*" for all.</summary>
    public static string Describe(MethodSet methods) =>
        methods == MethodSet.All ? "*" : string.Join(' ', s_known.Where(known => methods.HasFlag(known.Method)).Select(known => known.Name));

    private static MethodSet Read(TextSetting name, bool isAlone, Diagnostics diagnostics)
    {
        if (name.Value == "*")
        {
            if (!isAlone)
            {
                diagnostics.Error(name.Position, "\"*\" in \"methods\" is every method; let it stand alone");
            }

            return MethodSet.All;
        }

        if (name.Value is "CONNECT" or "TRACE")
        {
            diagnostics.Error(name.Position, $"method {name.Value} is never forwarded; leave it out of \"methods\"");
            return MethodSet.None;
        }

        foreach (var (known, method) in s_known)
        {
            if (known == name.Value)
            {
                return method;
            }
        }

        var words = Array.ConvertAll(s_known, known => known.Name);
        diagnostics.Error(
            name.Position,
            $"unknown method {Quote.Text(name.Written)}{NearestName.Suggest(name.Written, words, "\"*\" is every method; known by name are")}");
        return MethodSet.None;
    }
}
