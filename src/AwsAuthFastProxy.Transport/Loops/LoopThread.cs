using System.Runtime.Versioning;
using AwsAuthFastProxy.Transport.Linux;
using AwsAuthFastProxy.Transport.Managed;

namespace AwsAuthFastProxy.Transport.Loops;

/// <summary>A loop and the thread that runs it.</summary>
public sealed class LoopThread : IDisposable
{
    private readonly Thread _thread;

    private LoopThread(Loop loop, string name, Action<Exception> failed)
    {
        Loop = loop;
        _thread = new Thread(() =>
        {
            try
            {
                loop.Run();
            }
            catch (Exception e)
            {
                failed(e);
            }
        })
        { Name = name, IsBackground = true };
    }

    /// <summary>The loop.</summary>
    public Loop Loop { get; }

    /// <summary>
    /// Makes a loop of <paramref name="engine"/>: <c>epoll</c>, <c>managed</c>, or <c>auto</c> for the best of this system.
    /// <paramref name="failed"/> gets what ended the loop against its will.
    /// </summary>
    /// <exception cref="PlatformNotSupportedException">epoll was asked for elsewhere than on Linux.</exception>
    public static LoopThread Create(string engine, int number, Action<Exception> failed, TimeProvider? time = null) =>
        new(CreateLoop(engine, time), $"loop-{number}", failed);

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Stops the loop and waits for its thread.</summary>
    public void Dispose()
    {
        Loop.Stop();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        (Loop as IDisposable)?.Dispose();
    }

    private static Loop CreateLoop(string engine, TimeProvider? time)
    {
        if (OperatingSystem.IsLinux() && (engine is "auto" or "epoll"))
        {
            return CreateEpoll(time);
        }

        return engine == "epoll"
            ? throw new PlatformNotSupportedException("The epoll engine needs Linux; use --transport managed.")
            : new ManagedLoop(time);
    }

    [SupportedOSPlatform("linux")]
    private static EpollLoop CreateEpoll(TimeProvider? time) => new(time);
}
