using AwsAuthFastProxy.Configuration.Written;

namespace AwsAuthFastProxy.Configuration.Json;

/// <summary>Reads servers and the steps of <c>rewrite</c>.</summary>
internal static class RewriteReader
{
    public static IReadOnlyList<ServerConfig>? Servers(ObjectReader root, Func<ObjectReader, RouteConfig> readRoute) =>
        root.Objects("servers", "a server")?.Select(reader => Server(reader, readRoute)).ToList();

    /// <summary>The steps of a server or route; null when it has none.</summary>
    public static IReadOnlyList<RewriteStepConfig>? Steps(ObjectReader owner) =>
        owner.Objects("rewrite", "a step of \"rewrite\"")?.Select(Step).ToList();

    private static ServerConfig Server(ObjectReader reader, Func<ObjectReader, RouteConfig> readRoute)
    {
        var server = new ServerConfig
        {
            Position = reader.Position,
            Listen = reader.Texts("listen"),
            Hosts = reader.Texts("hosts"),
            Default = reader.Flag("default"),
            Rewrite = Steps(reader),
            Routes = reader.Objects("routes", "a route")?.Select(readRoute).ToList(),
        };
        reader.Close();
        return server;
    }

    private static RewriteStepConfig Step(ObjectReader reader)
    {
        var step = new RewriteStepConfig
        {
            Position = reader.Position,
            Set = reader.Text("set"),
            Regex = reader.Template("regex"),
            IgnoreCase = reader.Flag("ignoreCase"),
            To = reader.Template("to"),
            Then = reader.Text("then"),
            Return = reader.TextOrNumber("return"),
            Type = reader.Text("type"),
            Break = reader.Flag("break"),
        };
        reader.Close();
        return step;
    }
}
