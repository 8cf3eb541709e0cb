using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Xunit;

namespace AwsAuthFastProxy.Packages.Tests;

/// <summary>The Kubernetes manifests: each is what its kind may be, and they fit each other, the program and the container file.</summary>
public sealed partial class KubernetesTests
{
    private readonly V1Deployment _deployment = Manifests.Read<V1Deployment>("deployment.yaml");

    private V1PodSpec Pod => _deployment.Spec.Template.Spec;

    private V1Container Proxy => Assert.Single(Pod.Containers);

    [Fact]
    public void UnknownKey_IsRefused() =>
        Assert.ThrowsAny<Exception>(() => KubernetesYaml.Deserialize<V1Service>("apiVersion: v1\nkind: Service\nspec:\n  port: 1\n", strict: true));

    [Fact]
    public void EveryManifest_IsOfItsKindAndNamesTheProxy()
    {
        IKubernetesObject<V1ObjectMeta>[] all =
        [
            _deployment,
            Manifests.Read<V1ConfigMap>("configmap.yaml"),
            Manifests.Read<V1Secret>("secret.yaml"),
            Manifests.Read<V1Service>("service.yaml"),
            Manifests.Read<V1PodDisruptionBudget>("poddisruptionbudget.yaml"),
            Manifests.Read<V2HorizontalPodAutoscaler>("horizontalpodautoscaler.yaml"),
            Manifests.Read<V1NetworkPolicy>("networkpolicy.yaml"),
        ];

        Assert.All(all, static one =>
        {
            KubernetesEntityAttribute kind = one.GetType().GetKubernetesTypeMetadata();
            Assert.Equal(kind.Kind, one.Kind);
            Assert.Equal(kind.Group.Length == 0 ? kind.ApiVersion : $"{kind.Group}/{kind.ApiVersion}", one.ApiVersion);
            Assert.StartsWith("aws-auth-fast-proxy", one.Metadata.Name, StringComparison.Ordinal);
        });
        string[] files = [.. Directory.GetFiles(Manifests.Folder, "*.yaml").Select(static file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        Assert.Equal(all.Length + 1, files.Length);
        string kustomization = File.ReadAllText(Path.Combine(Manifests.Folder, "kustomization.yaml"));
        Assert.Equal(
            files.Except(["kustomization.yaml", "secret.yaml"]),
            Resource().Matches(kustomization).Select(static match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Selectors_ChooseThePods()
    {
        IDictionary<string, string> labels = _deployment.Spec.Template.Metadata.Labels;

        Assert.Equal(labels, _deployment.Spec.Selector.MatchLabels);
        Assert.Equal(labels, Manifests.Read<V1Service>("service.yaml").Spec.Selector);
        Assert.Equal(labels, Manifests.Read<V1PodDisruptionBudget>("poddisruptionbudget.yaml").Spec.Selector.MatchLabels);
        Assert.Equal(labels, Manifests.Read<V1NetworkPolicy>("networkpolicy.yaml").Spec.PodSelector.MatchLabels);
        Assert.All(Pod.TopologySpreadConstraints, constraint => Assert.Equal(labels, constraint.LabelSelector.MatchLabels));
        V2CrossVersionObjectReference scaled = Manifests.Read<V2HorizontalPodAutoscaler>("horizontalpodautoscaler.yaml").Spec.ScaleTargetRef;
        Assert.Equal((_deployment.ApiVersion, _deployment.Kind, _deployment.Metadata.Name), (scaled.ApiVersion, scaled.Kind, scaled.Name));
        Assert.Null(_deployment.Spec.Replicas);
    }

    [Fact]
    public void Pod_IsAllowedWhereSecurityIsRestricted()
    {
        Assert.True(Pod.SecurityContext.RunAsNonRoot);
        Assert.Equal("RuntimeDefault", Pod.SecurityContext.SeccompProfile.Type);
        Assert.False(Pod.AutomountServiceAccountToken);
        Assert.False(Proxy.SecurityContext.AllowPrivilegeEscalation);
        Assert.True(Proxy.SecurityContext.ReadOnlyRootFilesystem);
        Assert.Equal(["ALL"], Proxy.SecurityContext.Capabilities.Drop);
        Assert.Null(Proxy.SecurityContext.Capabilities.Add);
        Assert.All(Pod.Volumes, static volume => Assert.Null(volume.HostPath));
    }

    [Fact]
    public void Container_IsWhatTheContainerFileMakes()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "Containerfile"));

        Assert.Contains($"\nUSER {Pod.SecurityContext.RunAsUser}:{Pod.SecurityContext.RunAsGroup}\n", text, StringComparison.Ordinal);
        Assert.Contains($"\nEXPOSE {string.Join(' ', Proxy.Ports.Select(static port => port.ContainerPort))}\n", text, StringComparison.Ordinal);
        Assert.Contains($"\nCMD [\"{string.Join("\", \"", Proxy.Args.Take(3))}\"]", text, StringComparison.Ordinal);
        Assert.Null(Proxy.Command);
    }

    [Fact]
    public void Probes_AskTheAdminListener()
    {
        Assert.Equal(["admin /livez", "admin /livez", "admin /readyz"], new[] { Proxy.StartupProbe, Proxy.LivenessProbe, Proxy.ReadinessProbe }
            .Select(static probe => $"{probe.HttpGet.Port.Value} {probe.HttpGet.Path}"));
        Assert.Equal(9901, Proxy.Ports.Single(static port => port.Name == "admin").ContainerPort);
        Assert.Equal("http", Assert.Single(Manifests.Read<V1Service>("service.yaml").Spec.Ports).TargetPort.Value);
    }

    [Fact]
    public void Shutdown_LeavesTimeToBeNoticedAndToDrain()
    {
        string configuration = Manifests.Read<V1ConfigMap>("configmap.yaml").Data["proxy.json"];

        int delay = Seconds(configuration, "drainDelay");

        Assert.True(Pod.TerminationGracePeriodSeconds > delay + Seconds(configuration, "drain"));
        Assert.True(delay >= 2 * Proxy.ReadinessProbe.PeriodSeconds * Proxy.ReadinessProbe.FailureThreshold);
    }

    [Fact]
    public async Task Configuration_IsValidWithKeysWhereTheSecretIsMounted()
    {
        string configuration = Manifests.Read<V1ConfigMap>("configmap.yaml").Data["proxy.json"];
        Dictionary<string, string> mounts = Proxy.VolumeMounts.ToDictionary(static mount => mount.Name, static mount => mount.MountPath);
        Assert.Equal(Manifests.Read<V1ConfigMap>("configmap.yaml").Metadata.Name, Pod.Volumes.Single(static volume => volume.Name == "configuration").ConfigMap.Name);
        Assert.Equal(Manifests.Read<V1Secret>("secret.yaml").Metadata.Name, Pod.Volumes.Single(static volume => volume.Name == "keys").Secret.SecretName);
        Assert.Equal($"{mounts["configuration"]}/proxy.json", Proxy.Args[2]);
        Assert.Contains($"\"signingKeys\": \"{mounts["keys"]}\"", configuration, StringComparison.Ordinal);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kubernetes-");
        string keys = Path.Combine(folder.FullName, "keys");
        string file = Path.Combine(folder.FullName, "proxy.json");
        await File.WriteAllTextAsync(file, configuration.Replace(mounts["keys"], keys, StringComparison.Ordinal));

        Command made = await Command.RunAsync(
            ProxyProgram.Host, Repository.Program, "signing-key", "-k", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "-r", "eu-west-1", "--days", "2", "--out", keys);
        Command check = await Command.RunAsync(ProxyProgram.Host, Repository.Program, "check", "-c", file);

        Assert.Equal(0, made.Status);
        Assert.True(check.Status == 0, check.Text);
        Assert.All(Manifests.Read<V1Secret>("secret.yaml").StringData.Keys, name => Assert.Matches(KeyFile(), name));
        Assert.All(Directory.GetFiles(keys), name => Assert.Matches(KeyFile(), Path.GetFileName(name)));
        folder.Delete(recursive: true);
    }

    private static int Seconds(string configuration, string key) =>
        int.Parse(Regex.Match(configuration, $"\"{key}\": \"([0-9]+)s\"").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^  - (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Resource();

    [GeneratedRegex(@"^[0-9]{8}-eu-west-1-s3\.key$")]
    private static partial Regex KeyFile();
}
