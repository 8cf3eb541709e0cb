using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.Routing;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Step 3, frame: one reading of where the request ends.</summary>
internal sealed partial class Exchange
{
    /// <summary>3 frame: where the body ends, whether the connection persists, what the client expects.</summary>
    private RejectReason Frame()
    {
        _method = _request.Method;
        _clientMinorVersion = _request.MinorVersion;
        RejectReason reason = Frame(_request, _client.Input.Unread, _snapshot, out _framing, out _clientPersists);
        _clientPersists &= !_isLast;
        if (_request.Fields.HasAny(ForwardedFor.Fields) && reason == RejectReason.None)
        {
            ReadForwarded();
        }

        return reason;
    }

    /// <summary>The same of any complete head: why it is refused, or <see cref="RejectReason.None"/>.</summary>
    internal static RejectReason Frame(
        RequestHead request, ReadOnlySpan<byte> bytes, Snapshot snapshot, out BodyFraming framing, out bool persists)
    {
        persists = false;
        framing = MessageFraming.OfRequest(request, bytes);
        if (framing.Reject != RejectReason.None)
        {
            return framing.Reject;
        }

        ConnectionOptions options = HopByHop.MarkRequest(request, bytes);
        if (options.Reject != RejectReason.None)
        {
            return options.Reject;
        }

        persists = options.IsPersistent;
        // Which route it takes is not known yet.
        if (BodyLimit.Counted(request, framing) > snapshot.BodyBytes)
        {
            return RejectReason.BodyTooLarge;
        }

        if (request.Method == RequestMethod.Connect)
        {
            return RejectReason.MethodNotImplemented;
        }

        // RFC 9110 §10.1.1: from an HTTP/1.0 client it is ignored.
        return request.MinorVersion > 0 && !Expects100(request, bytes) ? RejectReason.ExpectationFailed : RejectReason.None;
    }

    /// <summary>False for an expectation other than 100-continue.</summary>
    private static bool Expects100(RequestHead request, ReadOnlySpan<byte> bytes)
    {
        for (int i = request.Fields.IndexOf(FieldName.Expect); i >= 0; i = request.Fields.NextOf(FieldName.Expect, i))
        {
            if (!System.Text.Ascii.EqualsIgnoreCase(request.Fields.Lines[i].Value(bytes), "100-continue"u8))
            {
                return false;
            }
        }

        return true;
    }
}
