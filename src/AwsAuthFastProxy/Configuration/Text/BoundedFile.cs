using System.Diagnostics.CodeAnalysis;

namespace AwsAuthFastProxy.Configuration.Text;

/// <summary>Reads small files whole, with the reason as a sentence when it cannot be done.</summary>
internal static class BoundedFile
{
    public static bool TryRead(string path, int maxBytes, [NotNullWhen(true)] out byte[]? content, [NotNullWhen(false)] out string? reason)
    {
        content = null;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var buffer = new MemoryStream();
            var block = new byte[4096];

            // The length is not asked for: a named pipe or /dev/stdin has none.
            for (int read; (read = file.Read(block)) > 0;)
            {
                buffer.Write(block, 0, read);
                if (buffer.Length > maxBytes)
                {
                    reason = $"cannot read {path}: it is longer than {maxBytes} bytes";
                    return false;
                }
            }

            content = buffer.ToArray();
            reason = null;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            reason = $"cannot read {path}: {Explain(path, failure)}";
            return false;
        }
    }

    /// <summary>Whether every user of the machine may read the file; false also where that cannot be told.</summary>
    public static bool IsReadableByAll(string path)
    {
        try
        {
            return !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherRead);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The failure of a file operation in a few words, without the full path that the framework puts in.</summary>
    private static string Explain(string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file",
        UnauthorizedAccessException when Directory.Exists(path) => "it is a directory",
        UnauthorizedAccessException => "permission denied",
        ArgumentException => "this is no file name",
        _ => failure.Message,
    };
}
