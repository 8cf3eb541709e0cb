namespace AwsAuthFastProxy.Hostile.Tests.CrossTalk;

/// <summary>How reading a body ended.</summary>
internal enum BodyEnd
{
    Whole,

    /// <summary>The connection ended before; what had come was right.</summary>
    Cut,

    /// <summary>A byte was not the object's.</summary>
    Wrong,
}
