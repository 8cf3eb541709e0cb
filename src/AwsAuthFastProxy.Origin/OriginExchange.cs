namespace AwsAuthFastProxy.Origin;

/// <summary>One request on its way through the checks to its answer. The first error found stays.</summary>
internal sealed class OriginExchange(RequestHead head, OriginOptions options, SignatureVerifier verifier, S3Operations operations)
{
    private S3Request? _request;
    private SigningContext? _signer;
    private VerifiedPayload? _payload;

    /// <summary>Why the request is refused; null as long as it is not.</summary>
    public S3Error? Error { get; private set; }

    /// <summary>The verdict on signature and payload so far.</summary>
    public SignatureVerdict Verdict { get; private set; } = new(false, SignatureForm.None, null, null, null);

    /// <summary>Verifies the signature, then what the operation can tell from the head.</summary>
    public void CheckHead()
    {
        if (Authenticate())
        {
            Try(() => operations.CheckHead(_request!));
        }
    }

    /// <summary>Verifies the payload of a request whose signature is right.</summary>
    public void CheckContent(byte[] content)
    {
        if (!Verdict.Accepted || (Error is not null && _request!.IsStreaming))
        {
            return;
        }

        try
        {
            _payload = PayloadVerifier.Verify(_request!, _signer, content);
        }
        catch (S3ErrorException refusal)
        {
            Error ??= refusal.Error;
            Verdict = Verdict with
            {
                Accepted = false,
                ErrorCode = refusal.Error.Code,
                StringToSign = refusal.Canonical?.StringToSign ?? Verdict.StringToSign,
            };
        }
    }

    /// <summary>The operation's answer, or the error's.</summary>
    public Response Answer(RequestIdentity identity)
    {
        Response? response = null;
        if (Error is null)
        {
            Try(() => response = operations.Answer(_request!, _payload!));
        }

        if (Error is { } error)
        {
            response = Response.Xml(error.Status, XmlAnswer.Error(error, identity));
            response.Headers.AddRange(error.Headers);
        }

        return response!;
    }

    private bool Authenticate()
    {
        try
        {
            _request = S3Request.From(head, options.Domain);
            _signer = verifier.Verify(_request);
            _request.IsSigned = _signer is not null;
            Verdict = new SignatureVerdict(
                true, _signer?.Presented.Form ?? SignatureForm.None, null, _signer?.Canonical.Request, _signer?.Canonical.StringToSign);
            return true;
        }
        catch (S3ErrorException refusal)
        {
            Error = refusal.Error;
            Verdict = new SignatureVerdict(
                false, SignatureVerifier.FormOf(_request), refusal.Error.Code, refusal.Canonical?.Request, refusal.Canonical?.StringToSign);
            return false;
        }
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (S3ErrorException refusal)
        {
            Error = refusal.Error;
        }
    }
}
