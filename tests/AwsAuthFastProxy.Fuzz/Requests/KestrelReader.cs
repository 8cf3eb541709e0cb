using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AwsAuthFastProxy.Fuzz.Requests;

/// <summary>Requests as Kestrel reads them, from connections in memory. One reading at a time.</summary>
internal sealed class KestrelReader : IConnectionListenerFactory, IConnectionListener, IHttpApplication<IFeatureCollection>, IDisposable
{
    private readonly Channel<ConnectionContext> _connections = Channel.CreateUnbounded<ConnectionContext>();
    private readonly KestrelServer _server;
    private List<ReadRequest> _requests = [];
    private bool _cut;

    public KestrelReader()
    {
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = new NoServices(), RequestHeaderEncodingSelector = static _ => Encoding.Latin1 };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MaxRequestLineSize = 16 * 1024;
        options.Listen(new IPEndPoint(IPAddress.Loopback, 0), static listen => listen.Protocols = HttpProtocols.Http1);
        _server = new KestrelServer(Options.Create(options), this, NullLoggerFactory.Instance);
        _server.StartAsync(this, CancellationToken.None).GetAwaiter().GetResult();
    }

    public EndPoint EndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

    /// <summary>Every request that is accepted whole, up to the first that is not.</summary>
    public List<ReadRequest> Read(byte[] bytes)
    {
        _requests = [];
        _cut = false;
        var connection = new MemoryContext(bytes);
        _connections.Writer.TryWrite(connection);
        connection.Ended.GetAwaiter().GetResult();
        return _requests;
    }

    public void Dispose()
    {
        _connections.Writer.Complete();
        _server.Dispose();
    }

    ValueTask<IConnectionListener> IConnectionListenerFactory.BindAsync(EndPoint endpoint, CancellationToken cancellationToken) => new(this);

    async ValueTask<ConnectionContext?> IConnectionListener.AcceptAsync(CancellationToken cancellationToken) =>
        await _connections.Reader.WaitToReadAsync(cancellationToken) && _connections.Reader.TryRead(out ConnectionContext? connection) ? connection : null;

    ValueTask IConnectionListener.UnbindAsync(CancellationToken cancellationToken)
    {
        _connections.Writer.TryComplete();
        return default;
    }

    ValueTask IAsyncDisposable.DisposeAsync() => default;

    IFeatureCollection IHttpApplication<IFeatureCollection>.CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    async Task IHttpApplication<IFeatureCollection>.ProcessRequestAsync(IFeatureCollection context)
    {
        IHttpRequestFeature request = context.GetRequiredFeature<IHttpRequestFeature>();
        var fields = new List<(string, string)>();
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in request.Headers)
        {
            fields.AddRange(values.Select(value => (name, value ?? "")));
        }

        bool upgrades = context.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true;
        using var body = new MemoryStream();
        try
        {
            if (!upgrades)
            {
                await request.Body.CopyToAsync(body);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Malformed or not whole: not accepted.
            _cut = true;
        }

        if (!_cut)
        {
            _requests.Add(new ReadRequest(request.Method, request.RawTarget, fields, body.ToArray(), upgrades));
        }
    }

    void IHttpApplication<IFeatureCollection>.DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }

    private sealed class MemoryContext(byte[] bytes) : DefaultConnectionContext("fuzz", new Duplex(bytes), new Duplex([]))
    {
        private readonly TaskCompletionSource _ended = new();

        public Task Ended => _ended.Task;

        // Its input ends by itself; and the original would cancel on another thread what may be disposed of by then.
        public override void Abort(ConnectionAbortedException abortReason)
        {
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            _ended.TrySetResult();
        }
    }

    private sealed class Duplex(byte[] bytes) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(new ReadOnlySequence<byte>(bytes));

        public PipeWriter Output { get; } = PipeWriter.Create(Stream.Null);
    }
}
