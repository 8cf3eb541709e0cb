namespace AwsAuthFastProxy.Http;

/// <summary>A reason with the offset of the byte that gave it; the default value is "no fault".</summary>
internal readonly record struct Fault(RejectReason Reason, int Offset)
{
    public bool IsNone => Reason == RejectReason.None;
}
