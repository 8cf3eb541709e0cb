namespace AwsAuthFastProxy.Transport.Connections;

/// <summary>Outcome of one receive or send.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Bytes">Bytes moved; 0 unless <see cref="IoStatus.Ok"/>.</param>
public readonly record struct IoResult(IoStatus Status, int Bytes)
{
    /// <summary>Bytes were moved.</summary>
    public static IoResult Moved(int bytes) => new(IoStatus.Ok, bytes);

    /// <summary>Nothing was moved.</summary>
    public static IoResult Ended(IoStatus status) => new(status, 0);
}
