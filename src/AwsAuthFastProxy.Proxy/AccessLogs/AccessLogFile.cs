using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Linux;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>A file that lines are appended to, or standard output. What cannot be written is lost; the first failure of a row is logged.</summary>
internal sealed class AccessLogFile(string name, ILogger logger) : IDisposable
{
    /// <summary>The name of standard output, which no file can have.</summary>
    public const string StandardOutput = "";

    private Stream? _stream;
    private bool _failing;

    /// <exception cref="IOException">It cannot be opened; the message names it.</exception>
    public void Open()
    {
        try
        {
            _stream ??= name == StandardOutput ? Console.OpenStandardOutput() : OpenFile();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"cannot open the access log {name}: {e.Message}", e);
        }
    }

    public void Reopen()
    {
        if (name != StandardOutput)
        {
            _stream?.Dispose();
            _stream = null;
            Write(default);
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Open();
            _stream!.Write(bytes);
            _stream.Flush();
            _failing = false;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            if (!_failing)
            {
                _failing = true;
                ProxyLog.AccessLogFailed(logger, e.Message);
            }

            _stream?.Dispose();
            _stream = null;
        }
    }

    public void Dispose() => _stream?.Dispose();

    private FileStream OpenFile()
    {
        var file = new FileStream(name, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (OperatingSystem.IsLinux())
        {
            // The framework only remembers where the end was: a successor's lines would be overwritten, a log that was cut would get a hole.
            _ = AppendMode.Set(file.SafeFileHandle);
        }

        return file;
    }
}
