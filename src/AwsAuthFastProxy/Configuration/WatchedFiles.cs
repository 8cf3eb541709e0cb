namespace AwsAuthFastProxy.Configuration;

/// <summary>Files a configuration was made of besides its own: a change of one is a change of it.</summary>
internal sealed class WatchedFiles
{
    private readonly List<string> _paths = [];

    /// <summary>Their paths.</summary>
    public IReadOnlyList<string> Paths => _paths;

    public void Add(string path) => _paths.Add(path);
}
