using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Sees a request with its signer before it is signed.</summary>
internal delegate void SigningObserver(RequestSigner signer, in RequestToSign request);
