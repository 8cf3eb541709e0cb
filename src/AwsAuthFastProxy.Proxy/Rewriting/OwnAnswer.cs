using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>An answer in the operator's words. The default value is none.</summary>
/// <param name="Status">The status, or 0.</param>
/// <param name="Text">Location or body, of the <see cref="RequestValues"/>.</param>
/// <param name="IsLocation">Whether the text is a location.</param>
/// <param name="Type">Media type of a body.</param>
internal readonly record struct OwnAnswer(int Status, ByteRange Text, bool IsLocation, string Type = "")
{
    public bool IsNone => Status == 0;
}
