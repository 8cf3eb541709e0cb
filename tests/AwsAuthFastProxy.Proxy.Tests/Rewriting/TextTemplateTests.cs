using System.Net;
using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Proxy.Variables;
using AwsAuthFastProxy.Transport.InMemory;

namespace AwsAuthFastProxy.Proxy.Tests.Rewriting;

public sealed class TextTemplateTests : IDisposable
{
    private const string Request =
        "GET /a%20b/%3Fc%0D%0AX:%2B%2f~%C3%A9?x=1&Y=a%20b&x=2&z HTTP/1.1\r\nHost: Img.Example:8000\r\nUser-Agent: test/1\r\n"
        + "Cookie: a=1; Session=s%3D; b=2\r\nX-Forwarded-For: 192.0.2.7\r\nAuthorization: Basic YTpi\r\nX-Odd: a?b&c\r\n\r\n";

    private readonly MemoryLoop _loop = new(new ManualClock(new DateTimeOffset(2026, 11, 22, 12, 0, 0, 7, TimeSpan.Zero)));
    private readonly VariableNames _own = new();
    private readonly RequestValues _values;
    private readonly RequestHead _head = new();
    private readonly byte[] _bytes = Encoding.ASCII.GetBytes(Request);

    public TextTemplateTests()
    {
        Assert.Equal(HeadStatus.Complete, HeadParser.ParseRequest(_bytes, 0, _head, HeadLimits.Default).Status);
        _values = ValuesOf(_loop);
        Assert.Equal(0, _own.Add("own"));
        Assert.Equal(1, _own.Add("other"));
        Capture(1, "a b");
        Capture(3, "?c\r\nX:+/");
        _values.SetOwn(0, Keep("p a b q?1"), Keep("p a%20b q?1"), Keep("p a%20b q?1"));
    }

    public static TheoryData<string> Texts => [.. TextCases.All.Keys];

    public void Dispose() => _loop.Dispose();

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_BecomesWhatTheTableSays(string text)
    {
        Assert.True(TextTemplate.TryParse(text, _own, TextScope.Request, out TextTemplate? template, out string? reason, out _), reason);
        foreach (TextForm form in Enum.GetValues<TextForm>())
        {
            Assert.Equal((form, TextCases.All[text][(int)form]), (form, Write(template, form)));
        }
    }

    [Fact]
    public void Text_WithoutRoom_Overflows()
    {
        TextTemplate template = Compile("$host/$uri");
        int needed = Write(template, TextForm.Target).Length;
        for (int size = 0; size < needed; size++)
        {
            var writer = new HeadWriter(new byte[size]);
            TextComposer.Write(ref writer, template, new TextSource(_values, _head, _bytes), TextForm.Target);
            Assert.True(writer.Overflowed);
        }
    }

    [Fact]
    public void RewrittenPathAndQuery_StandInPlaceOfTheClients()
    {
        _values.SetUri(Keep("/new path"));
        _values.SetArguments(Keep("q=%20"));

        Assert.Equal("/new path?q=%20", Write(Compile("$uri$is_args$args"), TextForm.Plain));
        Assert.Equal("/new%20path?q=%20", Write(Compile("$uri$is_args$args"), TextForm.Target));
        Assert.Equal("%20", Write(Compile("$arg_q$arg_x"), TextForm.Plain));
        Assert.StartsWith("/a%20b/", Write(Compile("$request_uri"), TextForm.Plain), StringComparison.Ordinal);
        _values.ForgetRewriting(0);
        Assert.Equal("1", Write(Compile("$1$own$arg_x"), TextForm.Plain));
    }

    [Fact]
    public void RequestId_IsTheSameForOneRequest()
    {
        string id = Write(Compile("$request_id"), TextForm.Plain);

        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.Equal(id, Write(Compile("$request_id"), TextForm.Plain));
        _values.Reset();
        Assert.NotEqual(id, Write(Compile("$request_id"), TextForm.Plain));
    }

    [Fact]
    public void ForwardedFor_WithoutAClaimThatIsBelieved_IsTheAddress()
    {
        _head.Fields.DropAny(ForwardedFor.Fields);

        Assert.Equal("198.51.100.7", Write(Compile("$proxy_add_x_forwarded_for"), TextForm.Field));
    }

    [Fact]
    public void UserName_WithControlOctets_SplitsNoField()
    {
        byte[] bytes = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Basic {Convert.ToBase64String("a\r\nX: y:secret"u8)}\r\n\r\n");
        Assert.Equal(HeadStatus.Complete, HeadParser.ParseRequest(bytes, 0, _head, HeadLimits.Default).Status);
        var writer = new HeadWriter(new byte[100]);
        TextComposer.Write(ref writer, Compile("$remote_user"), new TextSource(_values, _head, bytes), TextForm.Field);

        Assert.Equal("aX", Encoding.Latin1.GetString(writer.Written));
    }

    [Fact]
    public void ResponseVariables_ShowTheResponse()
    {
        byte[] bytes = "HTTP/1.1 404 Not Found\r\nX-Amz-Request-Id: 17\r\n\r\n"u8.ToArray();
        var response = new ResponseHead();
        Assert.Equal(HeadStatus.Complete, HeadParser.ParseResponse(bytes, 0, response, HeadLimits.Default).Status);
        TextTemplate template = Compile("$status $upstream_http_x_amz_request_id $sent_http_none", TextScope.Response);
        var source = new TextSource(_values, _head, _bytes) { Status = response.Status, ResponseFields = response.Fields, ResponseBytes = bytes };
        var writer = new HeadWriter(new byte[100]);
        TextComposer.Write(ref writer, template, source, TextForm.Field);

        Assert.Equal("404 17 ", Encoding.Latin1.GetString(writer.Written));
    }

    [Theory]
    [InlineData("$nothing", "there is no such variable", "nothing")]
    [InlineData("$0", "there is no such variable", "0")]
    [InlineData("a$", "a \"$\" has no name behind it; write $name or ${name} (there is no way to write a \"$\" itself)", null)]
    [InlineData("$$", "a \"$\" has no name behind it; write $name or ${name} (there is no way to write a \"$\" itself)", null)]
    [InlineData("${host", "a \"$\" has no name behind it; write $name or ${name} (there is no way to write a \"$\" itself)", null)]
    [InlineData("a\r\nb", "a text with variables is one line, without control characters", null)]
    [InlineData("$status", "\"$status\" is of the response, and there is none yet where this text is used", null)]
    public void WrongText_IsRefused(string text, string reason, string? unknown)
    {
        Assert.False(TextTemplate.TryParse(text, _own, TextScope.Request, out _, out string? said, out string? name));
        Assert.Equal((reason, unknown), (said, name));
    }

    [Theory]
    [InlineData("uri")]
    [InlineData("Host")]
    [InlineData("http_x")]
    [InlineData("1a")]
    [InlineData("a-b")]
    [InlineData("")]
    public void NameThatIsTaken_CannotBeSet(string name) => Assert.NotNull(VariableNames.Check(name));

    private static RequestValues ValuesOf(MemoryLoop loop)
    {
        (MemoryConnection near, _) = MemoryConnection.Pair(loop);
        near.Remote = IPEndPoint.Parse("198.51.100.7:4000");
        near.Local = IPEndPoint.Parse("192.0.2.1:80");
        return new RequestValues
        {
            Clock = new LogClock(loop),
            Client = ClientAddress.Of(near.Remote),
            Peer = ClientAddress.Of(near.Remote),
            Connection = near,
            ConnectionNumber = 5,
            ConnectionRequests = 2,
            ServerName = "www.example"u8.ToArray(),
            ProxyHost = "s3.example:9000"u8.ToArray(),
            ProxyPort = 9000,
        };
    }

    private TextTemplate Compile(string text, TextScope scope = TextScope.Request)
    {
        Assert.True(TextTemplate.TryParse(text, _own, scope, out TextTemplate? template, out string? reason, out _), reason);
        return template;
    }

    private string Write(TextTemplate template, TextForm form)
    {
        var writer = new HeadWriter(new byte[1000]);
        TextComposer.Write(ref writer, template, new TextSource(_values, _head, _bytes), form);
        Assert.False(writer.Overflowed);
        return Encoding.Latin1.GetString(writer.Written);
    }

    private void Capture(int number, string text) => _values.SetCapture(number, Keep(text));

    private ByteRange Keep(string text)
    {
        Encoding.Latin1.GetBytes(text).CopyTo(_values.Room(text.Length));
        return _values.Keep(text.Length);
    }
}
