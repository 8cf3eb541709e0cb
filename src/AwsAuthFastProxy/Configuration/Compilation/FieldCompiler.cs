using System.Text;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles what a route does with header fields.</summary>
internal sealed class FieldCompiler(TextCompiler texts, Diagnostics diagnostics)
{
    // Each hop writes these for itself (RFC 9110 §7.6.1), and where a body ends hangs on them.
    private static readonly FieldName[] s_framing =
    [
        FieldName.Connection, FieldName.TransferEncoding, FieldName.ContentLength, FieldName.Upgrade, FieldName.TE, FieldName.Trailer,
        FieldName.KeepAlive, FieldName.ProxyConnection, FieldName.Expect,
    ];

    // What a signature consists of.
    private static readonly FieldName[] s_signature =
    [
        FieldName.Authorization, FieldName.XAmzDate, FieldName.XAmzContentSha256, FieldName.XAmzSecurityToken, FieldName.XAmzDecodedContentLength,
        FieldName.XAmzTrailer,
    ];

    /// <summary><c>setHeaders</c>.</summary>
    /// <param name="settings">What is written.</param>
    /// <param name="sign">Whether the route signs.</param>
    /// <param name="presigns">Whether clients are sent to presigned URLs.</param>
    public IReadOnlyList<SetHeaderModel> Set(IReadOnlyList<NamedSetting>? settings, bool sign, bool presigns)
    {
        var models = new List<SetHeaderModel>();
        foreach (var (name, value) in settings ?? [])
        {
            if (!CheckName("setHeaders", name, name, value.Position) || value.IsFaulty || !CheckSet(name, value, sign, presigns))
            {
                continue;
            }

            if (models.Exists(model => Same(model.Name, name)))
            {
                diagnostics.Error(value.Position, $"{Quote.Text(name)} in \"setHeaders\" stands there already, in another spelling; leave one of them");
            }
            else if (texts.Compile(name, value, isSecret: SecretNames.IsField(name)) is { } template)
            {
                models.Add(new SetHeaderModel(name, template) { IsSecret = SecretNames.IsField(name) || !value.IsLiteral });
            }
        }

        if (models.Count > SetHeaderModel.Most)
        {
            diagnostics.Error(settings![0].Value.Position, $"\"setHeaders\" has {models.Count} fields; at most {SetHeaderModel.Most} may stand there");
        }

        return models;
    }

    /// <summary><c>addHeaders</c>.</summary>
    public IReadOnlyList<AddHeaderModel> Added(IReadOnlyList<AddHeaderConfig>? settings)
    {
        var models = new List<AddHeaderModel>();
        foreach (var config in settings ?? [])
        {
            if (config.Name is null || config.Value is null)
            {
                diagnostics.Error(config.Position, $"one of \"addHeaders\" has no {(config.Name is null ? "\"name\"" : "\"value\"")}; for example {{ \"name\": \"Cache-Control\", \"value\": \"public\" }}");
                continue;
            }

            if (config.Name.IsFaulty || !CheckName("addHeaders", config.Name.Value, config.Name.Written, config.Name.Position) || !CheckAdded(config.Name))
            {
                continue;
            }

            if (texts.Compile(config.Name.Value, config.Value, TextScope.Response) is { } template)
            {
                models.Add(new AddHeaderModel(config.Name.Value, template, config.Always?.Value ?? false));
            }
        }

        if (models.Count > AddHeaderModel.Most)
        {
            diagnostics.Error(settings![0].Position, $"\"addHeaders\" has {models.Count} fields; at most {AddHeaderModel.Most} may stand there");
        }

        return models;
    }

    /// <summary><c>hideHeaders</c>.</summary>
    public IReadOnlyList<string> Hidden(IReadOnlyList<TextSetting>? settings)
    {
        var names = new List<string>();
        foreach (var setting in settings ?? [])
        {
            if (!setting.IsFaulty && CheckName("hideHeaders", setting.Value, setting.Written, setting.Position))
            {
                names.Add(setting.Value);
            }
        }

        return names;
    }

    private bool CheckName(string key, string name, string written, SourcePosition position)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        if (!Grammar.IsToken(bytes))
        {
            diagnostics.Error(position, $"{Quote.Text(written)} in {Quote.Text(key)} is no name of a header field: letters, digits and \"-\" make one");
            return false;
        }

        if (s_framing.Contains(KnownAs(name)))
        {
            diagnostics.Error(position, $"{Quote.Text(written)} in {Quote.Text(key)} is about the connection or where a body ends, which the proxy sees to itself");
            return false;
        }

        return true;
    }

    private bool CheckSet(string name, TextSetting value, bool sign, bool presigns)
    {
        var known = KnownAs(name);
        var isRemoved = value.Value.Length == 0;
        var reason = known == FieldName.Host && sign ? "is the upstream's on a route that signs: what is sent is what is signed"
            : known == FieldName.Host && isRemoved ? "cannot be left out of a request"
            : sign && !isRemoved && s_signature.Contains(known) ? "is part of the signature, which the proxy makes itself"
            : presigns && !isRemoved && known is FieldName.XAmzOther ? "would have to be repeated by clients that are sent to a presigned URL, and they do not know it"
            : null;
        if (reason is not null)
        {
            diagnostics.Error(value.Position, $"{Quote.Text(name)} in \"setHeaders\" {reason}");
        }

        return reason is null;
    }

    private bool CheckAdded(TextSetting name)
    {
        var reason = Same(name.Value, "x-proxy-error") ? "says why the proxy answers itself"
            : KnownAs(name.Value) == FieldName.Date ? "is when a response was made, which the upstream or the proxy says"
            : null;
        if (reason is not null)
        {
            diagnostics.Error(name.Position, $"{Quote.Text(name.Written)} in \"addHeaders\" {reason}");
        }

        return reason is null;
    }

    // Servers that name fields as CGI does take one for the other.
    private static FieldName KnownAs(string name) => FieldNames.Lookup(Encoding.ASCII.GetBytes(name.Replace('_', '-')));

    private static bool Same(string left, string right) => left.Replace('_', '-').Equals(right.Replace('_', '-'), StringComparison.OrdinalIgnoreCase);
}
