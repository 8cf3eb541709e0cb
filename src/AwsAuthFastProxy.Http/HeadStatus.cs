namespace AwsAuthFastProxy.Http;

/// <summary>What a look at the bytes of a head came to.</summary>
public enum HeadStatus : byte
{
    /// <summary>No fault so far, but the end has not arrived.</summary>
    Incomplete,

    /// <summary>The head is whole and well-formed.</summary>
    Complete,

    /// <summary>The head is refused; the connection cannot be used any further.</summary>
    Rejected,
}
