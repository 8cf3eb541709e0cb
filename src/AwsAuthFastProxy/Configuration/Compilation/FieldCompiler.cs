using System.Text;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles what a route does with header fields.</summary>
internal static class FieldCompiler
{
    // Each hop writes these for itself (RFC 9110 §7.6.1), and where a body ends hangs on them.
    private static readonly FieldName[] s_framing =
    [
        FieldName.Connection, FieldName.TransferEncoding, FieldName.ContentLength, FieldName.Upgrade, FieldName.TE, FieldName.Trailer,
        FieldName.KeepAlive, FieldName.ProxyConnection, FieldName.Expect,
    ];

    /// <summary><c>hideHeaders</c>.</summary>
    public static IReadOnlyList<string> Hidden(IReadOnlyList<TextSetting>? settings, Diagnostics diagnostics)
    {
        var names = new List<string>();
        foreach (var setting in settings ?? [])
        {
            if (!setting.IsFaulty && Check("hideHeaders", setting, diagnostics))
            {
                names.Add(setting.Value);
            }
        }

        return names;
    }

    private static bool Check(string key, TextSetting setting, Diagnostics diagnostics)
    {
        var name = Encoding.UTF8.GetBytes(setting.Value);
        if (!Grammar.IsToken(name))
        {
            diagnostics.Error(setting.Position, $"{Quote.Text(setting.Written)} in {Quote.Text(key)} is no name of a header field: letters, digits and \"-\" make one");
            return false;
        }

        if (s_framing.Contains(FieldNames.Lookup(name)))
        {
            diagnostics.Error(setting.Position, $"{Quote.Text(setting.Written)} in {Quote.Text(key)} is about the connection or where a body ends, which the proxy sees to itself");
            return false;
        }

        return true;
    }
}
