using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>signing</c>, <c>answer</c>, <c>presignExpires</c> and <c>presignFrom</c> of a route.</summary>
internal static class SigningCompiler
{
    // Amazon S3 user guide, "Sharing objects with presigned URLs": seven days with Signature Version 4.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);
    private static readonly TimeSpan s_usual = TimeSpan.FromMinutes(5);

    /// <summary>What strangers may do where the route does not say: services other than S3 know no S3 operations, so methods alone decide.</summary>
    public static Operations DefaultOperations(CompiledUpstream? upstream, MethodSet methods) =>
        upstream?.Model is { IsS3: false } ? Operations.All
        : MethodNames.Writes(methods) ? Operations.Write
        : Operations.Read;

    public static RouteSigning Compile(RouteConfig config, CompiledUpstream? upstream, bool sign, MethodSet methods, Diagnostics diagnostics)
    {
        var form = Choice.Read("signing", config.Signing, SigningForm.Header, [("header", SigningForm.Header), ("query", SigningForm.Query)], diagnostics);
        var answer = Choice.Read("answer", config.Answer, AnswerMode.Relay, [("relay", AnswerMode.Relay), ("presign", AnswerMode.Presign)], diagnostics);
        var presigns = answer == AnswerMode.Presign;
        if (!sign && (form == SigningForm.Query || presigns))
        {
            diagnostics.Error(
                (presigns ? config.Answer : config.Signing)!.Position,
                $"this route signs nothing; {(presigns ? "\"answer\": \"presign\"" : "\"signing\"")} needs \"credentials\" in the upstream, and no \"sign\": false");
        }

        CheckService(config, upstream, presigns, diagnostics);
        if (presigns && (methods & ~(MethodSet.Get | MethodSet.Head | MethodSet.Put)) != 0)
        {
            diagnostics.Error(config.Answer!.Position, "\"answer\": \"presign\" is for GET, HEAD and PUT; give other methods a route of their own");
        }

        return new RouteSigning(form, answer, ReadExpires(config, form == SigningForm.Query || presigns, diagnostics), ReadFrom(config, presigns, diagnostics));
    }

    private static void CheckService(RouteConfig config, CompiledUpstream? upstream, bool presigns, Diagnostics diagnostics)
    {
        if (upstream?.Model is not { IsS3: false } other)
        {
            return;
        }

        if (config.Operations is { IsFaulty: false, Value: "read" or "write" })
        {
            diagnostics.Error(
                "operations", config.Operations, $"these are S3's operations, and the upstream's service is {other.Service}; leave it out, \"methods\" decide");
        }

        if (presigns)
        {
            diagnostics.Error(config.Answer!.Position, $"\"answer\": \"presign\" is for S3, and the upstream's service is {other.Service}");
        }
    }

    private static TimeSpan ReadExpires(RouteConfig config, bool isUsed, Diagnostics diagnostics)
    {
        var setting = config.PresignExpires;
        if (setting is null or { IsFaulty: true })
        {
            return s_usual;
        }

        if (!Duration.TryParse(setting.Value, out var expires))
        {
            diagnostics.Error("presignExpires", setting, $"this is no duration; {Duration.Expected}");
            return s_usual;
        }

        if (expires > s_longest || expires < TimeSpan.FromSeconds(1) || expires.Milliseconds != 0)
        {
            diagnostics.Error("presignExpires", setting, "a signature in a URL is good for whole seconds, from \"1s\" to \"168h\" (seven days)");
            return s_usual;
        }

        WarnIfUnused("presignExpires", setting, isUsed, "\"signing\": \"query\" or \"answer\": \"presign\"", diagnostics);
        return expires;
    }

    private static long ReadFrom(RouteConfig config, bool isUsed, Diagnostics diagnostics)
    {
        var setting = config.PresignFrom;
        if (setting is null or { IsFaulty: true })
        {
            return 0;
        }

        if (!ByteSize.TryParse(setting.Value, out var bytes))
        {
            diagnostics.Error("presignFrom", setting, $"this is no size; {ByteSize.Expected}");
            return 0;
        }

        WarnIfUnused("presignFrom", setting, isUsed, "\"answer\": \"presign\"", diagnostics);
        return bytes;
    }

    private static void WarnIfUnused(string key, TextSetting setting, bool isUsed, string with, Diagnostics diagnostics)
    {
        if (!isUsed)
        {
            diagnostics.Warning(setting.Position, $"{Quote.Text(key)} means nothing without {with}");
        }
    }
}
