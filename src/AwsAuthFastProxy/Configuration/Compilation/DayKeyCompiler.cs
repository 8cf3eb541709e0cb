using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles credentials with derived keys: one that stands in the configuration, or files with one each.</summary>
internal sealed class DayKeyCompiler(string directory, DateOnly today, Diagnostics diagnostics)
{
    private const string OwnDay = "S3 accepts a derived key only on its own UTC day";

    private readonly string _today = KeyDay.Text(today);
    private readonly string _tomorrow = KeyDay.Text(today.AddDays(1));

    /// <summary><c>keyScope</c> with <c>signingKey</c>.</summary>
    public DayKeyCredentials? CompilePinned(CredentialConfig config)
    {
        if (config.KeyScope is null || config.SigningKey is null)
        {
            var (given, missing) = config.KeyScope is null ? ("signingKey", "keyScope") : ("keyScope", "signingKey");
            diagnostics.Error(
                config.Position,
                $"credentials {Quote.Text(config.Name)} have {Quote.Text(given)} but no {Quote.Text(missing)}; give the two lines that signing-key prints");
            return null;
        }

        var scope = ReadScope(config.KeyScope);
        var isKeyGood = CheckKey(config.SigningKey);
        if (scope is null || !isKeyGood)
        {
            return null;
        }

        if (scope.Date != _today)
        {
            diagnostics.Error(
                "keyScope",
                config.KeyScope,
                $"this key is for {scope.Date} and today is {_today} (UTC); {OwnDay}: derive today's with signing-key, or give \"signingKeys\" or \"secretKey\"");
            return null;
        }

        diagnostics.Warning(config.KeyScope.Position, $"this key ends with the day, {_today} (UTC), and nothing can be signed after it; \"signingKeys\" hold keys of many days");
        return Make(config, [new DayKey(scope, config.SigningKey.Value.Trim())]);
    }

    /// <summary><c>signingKeys</c>: a file, or a directory of them.</summary>
    public DayKeyCredentials? CompileFiles(CredentialConfig config)
    {
        var setting = config.SigningKeys!;
        if (setting.IsFaulty)
        {
            return null;
        }

        var files = new SigningKeyFolder(Path.Combine(directory, setting.Value));
        if (!files.TryList(out var reason))
        {
            diagnostics.Error(setting.Position, $"\"signingKeys\": {reason}");
            return null;
        }

        var keys = files.Read(diagnostics);
        return keys is not null && HasToday(setting, keys) ? Make(config, keys, files) : null;
    }

    private static DayKeyCredentials Make(CredentialConfig config, IReadOnlyList<DayKey> keys, SigningKeyFolder? files = null) =>
        new(config.Name, config.AccessKey!.Value, keys, config.SessionToken?.Value, files);

    private CredentialScope? ReadScope(TextSetting setting)
    {
        if (setting.IsFaulty)
        {
            return null;
        }

        if (!CredentialScope.TryParse(setting.Value, out var scope, out var error))
        {
            diagnostics.Error(setting.Position, $"\"keyScope\": {CredentialScope.Describe(error)}");
        }

        return scope;
    }

    private bool CheckKey(TextSetting setting)
    {
        if (setting.IsFaulty)
        {
            return false;
        }

        var error = KeyParts.CheckKey(setting.Value);
        if (error != SigningKeyError.None)
        {
            diagnostics.Error(setting.Position, $"\"signingKey\": {SigningKey.Describe(error)}");
        }

        return error == SigningKeyError.None;
    }

    private bool HasToday(TextSetting setting, IReadOnlyList<DayKey> keys)
    {
        if (!keys.Any(key => key.Scope.Date == _today))
        {
            var last = keys.Max(key => key.Scope.Date);
            diagnostics.Error(
                "signingKeys",
                setting,
                $"no key is for today, {_today} (UTC){(last is null ? "" : $", the last is for {last}")}; {OwnDay}: derive keys with signing-key --days N --out DIR");
            return false;
        }

        if (!keys.Any(key => key.Scope.Date == _tomorrow))
        {
            diagnostics.Warning(setting.Position, $"no key is for tomorrow, {_tomorrow} (UTC), and nothing can be signed then; derive keys with signing-key --days N --out DIR");
        }

        return true;
    }
}
