using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.Transport.Buffers;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// A signed head that this proxy composed, read back: for what is needed rarely and therefore not kept for each request. Belongs to one
/// loop and is used between two waits.
/// </summary>
internal sealed class ComposedRequest
{
    // The proxy adds a handful of lines to the client's, and those that a route sets.
    private const int AddedFields = 32 + SetHeaderModel.Most;

    private readonly HeadLimits _limits;
    private readonly RequestHead _head;
    private readonly SignedField[] _fields;
    private byte[] _query = new byte[1024];
    private int _queryLength;
    private int _fieldCount;

    /// <param name="clientFields">Most field lines of a client's head.</param>
    public ComposedRequest(int clientFields)
    {
        _limits = new HeadLimits(BufferPool.LargeSize, Math.Min(clientFields + AddedFields, HeadLimits.LargestFieldCount), BufferPool.LargeSize);
        _head = new RequestHead(_limits.FieldCount);
        _fields = new SignedField[_limits.FieldCount];
    }

    /// <summary>The head that was read.</summary>
    public RequestHead Head => _head;

    /// <summary>Reads a composed head; false for anything else.</summary>
    public bool TryRead(ReadOnlySpan<byte> composed)
    {
        if (HeadParser.ParseRequest(composed, 0, _head, _limits).Status != HeadStatus.Complete)
        {
            return false;
        }

        ReadOnlySpan<byte> query = _head.Query.Of(composed);
        if (_query.Length < query.Length)
        {
            _query = GC.AllocateUninitializedArray<byte>(query.Length);
        }

        query.CopyTo(_query);
        _queryLength = AuthenticationParameters.Remove(_query.AsSpan(0, query.Length));
        return true;
    }

    /// <summary>The path that is sent.</summary>
    public ReadOnlySpan<byte> Path(ReadOnlySpan<byte> composed) => _head.Path.Of(composed);

    /// <summary>The query without parameters of a signature.</summary>
    public ReadOnlySpan<byte> Query => _query.AsSpan(0, _queryLength);

    /// <summary>The bucket a request was sent to, from where its upstream's style puts it; empty when there is none.</summary>
    public ReadOnlySpan<byte> BucketOf(ReadOnlySpan<byte> composed, Upstream upstream)
    {
        if (upstream.Model.BucketSource == BucketSource.Fixed)
        {
            return upstream.Bucket;
        }

        ReadOnlySpan<byte> host = _head.Host.Of(composed);
        if (host.Length > upstream.Endpoint.Length + 1 && host.EndsWith(upstream.Endpoint))
        {
            return host[..^(upstream.Endpoint.Length + 1)];
        }

        ReadOnlySpan<byte> rest = Path(composed)[(upstream.PathPrefix.Length + 1)..];
        int slash = rest.IndexOf((byte)'/');
        return slash < 0 ? rest : rest[..slash];
    }

    /// <summary>The payload hash that was signed.</summary>
    public ReadOnlySpan<byte> PayloadHashOf(ReadOnlySpan<byte> composed, bool isS3) =>
        _head.Fields.TryGetValue(FieldName.XAmzContentSha256, composed, out ReadOnlySpan<byte> hash) ? hash
        : isS3 ? PayloadHash.Unsigned
        : PayloadHash.EmptySha256;

    /// <summary>The lines that are in <paramref name="names"/> (lower case, joined by <c>;</c>).</summary>
    public Span<SignedField> FieldsIn(ReadOnlySpan<byte> composed, ReadOnlySpan<byte> names)
    {
        _fieldCount = 0;
        foreach (ref readonly FieldLine line in _head.Fields.Lines)
        {
            if (IsIn(names, line.Name(composed)))
            {
                Add(line);
            }
        }

        return _fields.AsSpan(0, _fieldCount);
    }

    /// <summary>
    /// The lines that a client repeats when it follows a redirect and that S3 wants signed: Host and the client's own <c>x-amz-*</c>.
    /// The hash of a body only where there is one.
    /// </summary>
    public Span<SignedField> FieldsOfClient(ReadOnlySpan<byte> composed, bool withPayloadHash)
    {
        _fieldCount = 0;
        foreach (ref readonly FieldLine line in _head.Fields.Lines)
        {
            if (line.Known is FieldName.Host or FieldName.XAmzOther || (withPayloadHash && line.Known == FieldName.XAmzContentSha256))
            {
                Add(line);
            }
        }

        return _fields.AsSpan(0, _fieldCount);
    }

    /// <summary>The names that are signed, in lower case, joined by <c>;</c>. Valid until the next read.</summary>
    public ReadOnlySpan<byte> SignedNames(ReadOnlySpan<byte> composed)
    {
        if (_head.Fields.TryGetValue(FieldName.Authorization, composed, out ReadOnlySpan<byte> authorization))
        {
            int start = authorization.IndexOf("SignedHeaders="u8) + "SignedHeaders="u8.Length;
            ReadOnlySpan<byte> rest = authorization[start..];
            int end = rest.IndexOf((byte)',');
            return end < 0 ? default : rest[..end];
        }

        // Names are tokens: of what an encoded list holds only the semicolon is in this proxy's signed fields.
        return Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Parameter(composed, "X-Amz-SignedHeaders="u8)).Replace("%3B", ";", StringComparison.Ordinal));
    }

    /// <summary>The time of the signature, as <c>x-amz-date</c> has it; empty when there is none.</summary>
    public ReadOnlySpan<byte> SignedTime(ReadOnlySpan<byte> composed) =>
        _head.Fields.TryGetValue(FieldName.XAmzDate, composed, out ReadOnlySpan<byte> date) ? date : Parameter(composed, "X-Amz-Date="u8);

    private ReadOnlySpan<byte> Parameter(ReadOnlySpan<byte> composed, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> query = _head.Query.Of(composed);
        int start = query.LastIndexOf(name);
        if (start < 0)
        {
            return default;
        }

        ReadOnlySpan<byte> rest = query[(start + name.Length)..];
        int end = rest.IndexOf((byte)'&');
        return end < 0 ? rest : rest[..end];
    }

    private void Add(in FieldLine line) =>
        _fields[_fieldCount++] = new SignedField(line.NameOffset, line.NameLength, line.ValueOffset, line.ValueLength);

    /// <summary>Whether a name, in any case, is one of <paramref name="names"/>.</summary>
    public static bool IsIn(ReadOnlySpan<byte> names, ReadOnlySpan<byte> name)
    {
        foreach (Range range in names.Split((byte)';'))
        {
            if (Ascii.EqualsIgnoreCase(names[range], name))
            {
                return true;
            }
        }

        return false;
    }
}
