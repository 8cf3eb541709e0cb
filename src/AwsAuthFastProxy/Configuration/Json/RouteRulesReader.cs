using AwsAuthFastProxy.Configuration.Written;

namespace AwsAuthFastProxy.Configuration.Json;

/// <summary>The parts of a route that say in whose hands it is and what stands in its heads.</summary>
internal static class RouteRulesReader
{
    public static LimitExceptConfig? LimitExcept(ObjectReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var methods = reader.Texts("methods");
        var allow = reader.Texts("allow");
        var deny = reader.Texts("deny");
        var hasNoBasicAuth = reader.Says("basicAuth", "off");
        var limit = new LimitExceptConfig(reader.Position)
        {
            Methods = methods is null ? null : new MethodsConfig(reader.PositionOf("methods"), methods),
            Allow = allow,
            Deny = deny,
            HasNoBasicAuth = hasNoBasicAuth,
            BasicAuth = hasNoBasicAuth ? null : JsonConfigReader.ReadBasicAuth(reader.Object("basicAuth", "\"basicAuth\"")),
        };
        reader.Close();
        return limit;
    }

    public static RouteTimeoutConfig? Timeouts(ObjectReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var timeouts = new RouteTimeoutConfig(
            reader.TextOrNumber("connect"), reader.TextOrNumber("upstreamFirstByte"), reader.TextOrNumber("body"));
        reader.Close();
        return timeouts;
    }

    public static AddHeaderConfig AddHeader(ObjectReader reader)
    {
        var header = new AddHeaderConfig(reader.Position, reader.Text("name"), reader.Template("value"), reader.Flag("always"));
        reader.Close();
        return header;
    }

    public static TextSetting? BodyBytes(ObjectReader? reader)
    {
        var bytes = reader?.TextOrNumber("bodyBytes");
        reader?.Close();
        return bytes;
    }
}
