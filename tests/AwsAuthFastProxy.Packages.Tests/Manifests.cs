using k8s;

namespace AwsAuthFastProxy.Packages.Tests;

/// <summary>The manifests under <c>deploy/kubernetes</c>, read as strictly as the client library for Kubernetes can: an unknown key throws.</summary>
internal static class Manifests
{
    /// <summary>Their folder.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy", "kubernetes");

    /// <summary>The one object of <paramref name="file"/>.</summary>
    public static T Read<T>(string file) => KubernetesYaml.Deserialize<T>(File.ReadAllText(Path.Combine(Folder, file)), strict: true);
}
