namespace AwsAuthFastProxy.Transport.Linux;

/// <summary>What an <see cref="EpollLoop"/> can tell of events.</summary>
internal interface IEpollSource
{
    /// <summary>Handles a mask of EPOLL* bits.</summary>
    void OnEvents(uint events);
}
