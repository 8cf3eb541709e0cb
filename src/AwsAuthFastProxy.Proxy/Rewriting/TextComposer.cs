using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Variables;
using AwsAuthFastProxy.Transport.Tls;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>Writes texts with variables. Allocates nothing; what does not fit leaves the writer overflowed.</summary>
internal static class TextComposer
{
    private static readonly byte[] s_hostname = Encoding.UTF8.GetBytes(Environment.MachineName.ToLowerInvariant());

    /// <summary>Writes the whole text.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="template">The text.</param>
    /// <param name="source">Where its variables come from.</param>
    /// <param name="form">What it becomes part of.</param>
    public static void Write(ref HeadWriter writer, TextTemplate template, in TextSource source, TextForm form)
    {
        foreach (ref readonly TextPart part in template.Parts.AsSpan())
        {
            Write(ref writer, part, source, form);
        }
    }

    /// <summary>Writes a piece of a text.</summary>
    public static void Write(ref HeadWriter writer, in TextPart part, in TextSource source, TextForm form)
    {
        RequestValues values = source.Values;
        switch (part.Variable)
        {
            case TextVariable.Literal:
                writer.Write(part.Text);
                break;
            case TextVariable.Uri when values.HasUri:
                Octets.Write(ref writer, values.Uri, form);
                break;
            case TextVariable.Uri:
                Octets.WriteDecoded(ref writer, PathOf(source), form);
                break;
            case TextVariable.Capture:
                Octets.Write(ref writer, values.Capture(part.Number), form);
                break;
            case TextVariable.Own when form is TextForm.Target or TextForm.Location:
                writer.Write(values.Own(part.Number, form));
                break;
            case TextVariable.Own:
                Octets.Write(ref writer, values.Own(part.Number, form), form);
                break;
            case TextVariable.Arguments:
                writer.Write(source.Query);
                break;
            case TextVariable.HasArguments:
                writer.Write(source.Query.IsEmpty ? default : "?"u8);
                break;
            case TextVariable.Argument:
                Octets.WritePart(ref writer, RequestParts.Argument(source.Query, part.Text), form);
                break;
            case TextVariable.Status when source.Status > 0:
                writer.WriteDecimal(source.Status);
                break;
            case TextVariable.ResponseField when source.ResponseFields is { } fields:
                writer.Write(RequestParts.Field(fields, source.ResponseBytes, part.Text));
                break;
            case TextVariable.Status or TextVariable.ResponseField:
                break;
            case <= TextVariable.RequestField or TextVariable.Cookie:
                WriteHead(ref writer, part, source, form);
                break;
            default:
                WriteConnection(ref writer, part.Variable, source);
                break;
        }
    }

    /// <summary>What the head shows.</summary>
    private static void WriteHead(ref HeadWriter writer, in TextPart part, in TextSource source, TextForm form)
    {
        RequestHead head = source.Head;
        switch (part.Variable)
        {
            case TextVariable.Request:
                writer.Write(head.MethodName.Of(source.Bytes));
                writer.Write(" "u8);
                writer.Write(head.Target.Of(source.Bytes));
                writer.Write(head.MinorVersion == 0 ? " HTTP/1.0"u8 : " HTTP/1.1"u8);
                break;
            case TextVariable.RequestMethod:
                writer.Write(head.MethodName.Of(source.Bytes));
                break;
            case TextVariable.RequestUri:
                writer.Write(PathOf(source));
                writer.Write(head.HasQuery ? "?"u8 : default);
                writer.Write(head.Query.Of(source.Bytes));
                break;
            case TextVariable.Host:
                RequestParts.WriteHost(ref writer, head.Host.Of(source.Bytes), source.Values.ServerName);
                break;
            case TextVariable.RequestField:
                Octets.WritePart(ref writer, RequestParts.Field(head.Fields, source.Bytes, part.Text), form);
                break;
            case TextVariable.Cookie:
                Octets.WritePart(ref writer, RequestParts.Cookie(head.Fields, source.Bytes, part.Text), form);
                break;
            default:
                WriteUser(ref writer, source, form);
                break;
        }
    }

    /// <summary>What is known without the head.</summary>
    private static void WriteConnection(ref HeadWriter writer, TextVariable variable, in TextSource source)
    {
        RequestValues values = source.Values;
        switch (variable)
        {
            case TextVariable.Scheme:
                writer.Write(values.Connection is TlsConnection ? "https"u8 : "http"u8);
                break;
            case TextVariable.Https:
                writer.Write(values.Connection is TlsConnection ? "on"u8 : default);
                break;
            case TextVariable.ServerProtocol:
                writer.Write(source.Head.MinorVersion == 0 ? "HTTP/1.0"u8 : "HTTP/1.1"u8);
                break;
            case TextVariable.ServerName:
                writer.Write(values.ServerName);
                break;
            case TextVariable.ServerAddress when values.Connection?.LocalEndPoint is { } local:
                RequestParts.WriteAddress(ref writer, local.Address);
                break;
            case TextVariable.ServerPort when values.Connection?.LocalEndPoint is { } local:
                writer.WriteDecimal(local.Port);
                break;
            case TextVariable.RemoteAddress:
                RequestParts.WriteAddress(ref writer, values.Client, values.Connection);
                break;
            case TextVariable.RemotePort when values.Connection?.RemoteEndPoint is { } remote:
                writer.WriteDecimal(remote.Port);
                break;
            case TextVariable.ProxyHost:
                writer.Write(values.ProxyHost);
                break;
            case TextVariable.ProxyPort when values.ProxyPort > 0:
                writer.WriteDecimal(values.ProxyPort);
                break;
            case TextVariable.ForwardedFor:
                RequestParts.WriteForwardedFor(ref writer, source);
                break;
            case TextVariable.Hostname:
                writer.Write(s_hostname);
                break;
            case TextVariable.Pid:
                writer.WriteDecimal(Environment.ProcessId);
                break;
            case TextVariable.RequestId:
                writer.Write(values.Id);
                break;
            case TextVariable.Connection:
                writer.WriteDecimal(values.ConnectionNumber);
                break;
            case TextVariable.ConnectionRequests:
                writer.WriteDecimal(values.ConnectionRequests);
                break;
            case TextVariable.TlsProtocol when values.Connection is TlsConnection tls:
                writer.Write(TlsNames.Protocol(tls.Protocol));
                break;
            case TextVariable.TlsCipher when values.Connection is TlsConnection tls:
                writer.Write(TlsNames.Cipher(tls.CipherSuite));
                break;
            default:
                WriteTime(ref writer, variable, values);
                break;
        }
    }

    private static void WriteTime(ref HeadWriter writer, TextVariable variable, RequestValues values)
    {
        switch (variable)
        {
            case TextVariable.TimeIso8601 when values.Clock is { } clock:
                writer.Write(clock.Iso8601);
                break;
            case TextVariable.TimeLocal when values.Clock is { } clock:
                writer.Write(clock.Local);
                break;
            case TextVariable.Milliseconds when values.Clock is { } clock:
                long thousandths = clock.Milliseconds % 1000;
                writer.WriteDecimal(clock.Milliseconds / 1000);
                writer.Write(thousandths < 10 ? ".00"u8 : thousandths < 100 ? ".0"u8 : "."u8);
                writer.WriteDecimal(thousandths);
                break;
            default:
                break;
        }
    }

    /// <summary>The user's name of Basic authentication (RFC 7617), never the password.</summary>
    private static void WriteUser(ref HeadWriter writer, in TextSource source, TextForm form)
    {
        const int MaxUser = 256;
        Span<byte> decoded = stackalloc byte[MaxUser];
        if (source.Head.Fields.TryGetValue(FieldName.Authorization, source.Bytes, out ReadOnlySpan<byte> value)
            && value.Length > 6 && value.Length - 6 <= MaxUser && Ascii.EqualsIgnoreCase(value[..6], "Basic "u8)
            && Base64.DecodeFromUtf8(value[6..], decoded, out _, out int written) == OperationStatus.Done
            && decoded[..written].IndexOf((byte)':') is > 0 and var colon)
        {
            Octets.Write(ref writer, decoded[..colon], form);
        }
    }

    private static ReadOnlySpan<byte> PathOf(in TextSource source) => source.Head.Path.IsEmpty ? "/"u8 : source.Head.Path.Of(source.Bytes);
}
