namespace AwsAuthFastProxy.Transport.Connections;

/// <summary>
/// Room in the kernel through which bytes pass from one connection to another without coming into this process (splice(2)).
/// Filled by <see cref="ConnectionReader.FillConduitAsync"/>, emptied by <see cref="ConnectionWriter.SendConduitAsync"/>, each time wholly.
/// </summary>
public abstract class Conduit
{
    /// <summary>Bytes in it.</summary>
    public int Held { get; internal set; }

    /// <summary>Gives it up. What it holds is lost.</summary>
    public abstract void Return();
}
