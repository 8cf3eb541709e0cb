using System.Text;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.CommandLine;

/// <summary>Writes key files that nobody else may read and nobody sees half-written.</summary>
internal static class KeyFileWriter
{
    /// <summary>Makes the directory, for its owner only, unless it exists.</summary>
    public static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes the file of one scope under a name of its own, such as <c>20261122-us-east-1-s3.key</c>, replacing an older one.</summary>
    /// <returns>The file's path.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static string Write(string directory, SecretText secret, CredentialScope scope)
    {
        var name = $"{scope.Date}-{scope.Region}-{scope.Service}.key";
        var path = Path.Combine(directory, name);
        DraftFile.Write(path, Encoding.ASCII.GetBytes(SigningKeyText.Lines(secret, scope)));
        return path;
    }
}
