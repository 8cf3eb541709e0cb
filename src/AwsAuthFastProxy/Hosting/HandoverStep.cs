namespace AwsAuthFastProxy.Hosting;

/// <summary>How far an upgrade is.</summary>
internal enum HandoverStep : byte
{
    /// <summary>The successor has all it needs and accepts nobody yet: until here it can be given up without a loss.</summary>
    Prepared = 1,

    /// <summary>The predecessor lets it serve.</summary>
    Serve,

    /// <summary>The successor accepts.</summary>
    Serving,

    /// <summary>The predecessor has told systemd who is who, and says nothing to it any more.</summary>
    Alone,
}
