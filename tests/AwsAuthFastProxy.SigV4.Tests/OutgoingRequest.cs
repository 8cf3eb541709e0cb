using System.Text;

namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>A request with its head composed as it would be sent, for signing again and again.</summary>
public sealed class OutgoingRequest
{
    private readonly byte[] _method;
    private readonly byte[] _path;
    private readonly byte[] _query;
    private readonly byte[] _head;
    private readonly SignedField[] _fields;
    private readonly byte[] _payloadHash;
    private readonly SigningTime _time;

    public OutgoingRequest(
        string method,
        string target,
        IReadOnlyList<(string Name, string Value)> fields,
        string payloadHash,
        long unixSeconds)
    {
        var parts = target.Split('?', 2);
        _method = Encoding.ASCII.GetBytes(method);
        _path = Canonical.Path(parts[0]);
        _query = Canonical.Query(parts.Length > 1 ? parts[1] : string.Empty);
        _payloadHash = Encoding.ASCII.GetBytes(payloadHash);
        _time = SigningTime.FromUnixSeconds(unixSeconds);

        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\n");
        _fields = new SignedField[fields.Count];
        for (var i = 0; i < fields.Count; i++)
        {
            var (name, value) = fields[i];
            _fields[i] = new SignedField(head.Length, name.Length, head.Length + name.Length + 1, value.Length + 1);
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        _head = Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    public string WireTarget =>
        Encoding.ASCII.GetString(_path) + (_query.Length == 0 ? string.Empty : "?" + Encoding.ASCII.GetString(_query));

    public RequestToSign ToSign() => new()
    {
        Method = _method,
        CanonicalPath = _path,
        CanonicalQuery = _query,
        Head = _head,
        Fields = _fields,
        PayloadHash = _payloadHash,
        Time = _time,
    };

    /// <summary>The whole Authorization value.</summary>
    public string Sign(RequestSigner signer) => Sign(signer, ToSign());

    /// <summary>The whole Authorization value by the path rule of services other than S3.</summary>
    public string SignForService(RequestSigner signer)
    {
        var path = new byte[CanonicalPath.MaxLength(_path.Length)];
        Assert.Equal(CanonicalStatus.Ok, CanonicalPath.WriteService(_path, path, out var length));
        return Sign(signer, ToSign() with { CanonicalPath = path.AsSpan(0, length) });
    }

    /// <summary>The whole presigned query.</summary>
    public string Presign(RequestSigner signer, int expires)
    {
        var request = ToSign();
        var query = new byte[signer.MaxSignedQueryLength(request)];
        var length = signer.SignQuery(request, expires, query);
        return Encoding.ASCII.GetString(query, 0, length);
    }

    private static string Sign(RequestSigner signer, RequestToSign request)
    {
        var authorization = new byte[signer.MaxAuthorizationLength(request)];
        var length = signer.SignHeaders(request, authorization);
        return Encoding.ASCII.GetString(authorization, 0, length);
    }
}
