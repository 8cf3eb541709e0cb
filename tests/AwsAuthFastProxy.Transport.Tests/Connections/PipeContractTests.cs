using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tests.Connections;

/// <summary>What users of <see cref="PipeReader"/> and <see cref="PipeWriter"/> rely on.</summary>
public sealed class PipeContractTests : IDisposable
{
    private readonly MemoryPair _pair = new();
    private readonly PipeReader _reader;
    private readonly PipeWriter _writer;

    public PipeContractTests()
    {
        _reader = ((IDuplexPipe)_pair.Near).Input;
        _writer = ((IDuplexPipe)_pair.Far).Output;
    }

    public void Dispose() => _pair.Dispose();

    [Fact]
    public void ExaminedToTheEnd_WaitsForMore()
    {
        Write("ab");
        ReadResult result = _pair.Ended(_reader.ReadAsync());
        Assert.Equal("ab", Text(result));
        Assert.True(result.Buffer.IsSingleSegment);
        _reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        Assert.False(_reader.TryRead(out _));
        ValueTask<ReadResult> read = _reader.ReadAsync();
        _pair.Pending(read);

        Write("cd");

        result = _pair.Ended(read);
        Assert.Equal("abcd", Text(result));
        Assert.False(result.IsCompleted || result.IsCanceled);
    }

    [Fact]
    public void NotExaminedToTheEnd_IsReadAgainAtOnce()
    {
        Write("abcd");
        ReadResult result = _pair.Ended(_reader.ReadAsync());
        _reader.AdvanceTo(result.Buffer.GetPosition(1), result.Buffer.GetPosition(3));

        Assert.True(_reader.TryRead(out result));
        Assert.Equal("bcd", Text(result));
        _reader.AdvanceTo(result.Buffer.GetPosition(1));
        Assert.True(_reader.ReadAsync().IsCompleted);
        Assert.Equal("cd", Text(_pair.Ended(_reader.ReadAsync())));
    }

    [Fact]
    public void ConsumedToTheEnd_WaitsForMore()
    {
        Write("ab");
        ReadResult result = _pair.Ended(_reader.ReadAsync());
        _reader.AdvanceTo(result.Buffer.End);
        Assert.Equal(0, _pair.Loop.Buffers.Outstanding);
        ValueTask<ReadResult> read = _reader.ReadAsync();
        _pair.Pending(read);
        Write("c");

        Assert.Equal("c", Text(_pair.Ended(read)));
    }

    [Fact]
    public void CancelPendingRead_EndsTheReadAndOnlyIt()
    {
        ValueTask<ReadResult> read = _reader.ReadAsync();
        _reader.CancelPendingRead();
        Assert.True(_pair.Ended(read).IsCanceled);
        _reader.AdvanceTo(default);
        read = _reader.ReadAsync();
        _pair.Pending(read);
        Write("x");

        ReadResult result = _pair.Ended(read);
        Assert.False(result.IsCanceled);
        Assert.Equal("x", Text(result));
    }

    [Fact]
    public void CancelBeforeTheRead_EndsTheNextEvenWithData()
    {
        Write("x");
        ReadResult result = _pair.Ended(_reader.ReadAsync());
        _reader.AdvanceTo(result.Buffer.Start);
        _reader.CancelPendingRead();

        Assert.True(_reader.TryRead(out result));
        Assert.True(result.IsCanceled);
        Assert.Equal("x", Text(result));
        _reader.AdvanceTo(result.Buffer.Start);
        Assert.False(_pair.Ended(_reader.ReadAsync()).IsCanceled);
    }

    [Fact]
    public void EndOfInput_CompletesWithWhatIsLeft()
    {
        Write("tail");
        ReadResult result = _pair.Ended(_reader.ReadAsync());
        _reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        _pair.Far.ShutdownSend();

        result = _pair.Ended(_reader.ReadAsync());
        Assert.True(result.IsCompleted);
        Assert.Equal("tail", Text(result));
        _reader.AdvanceTo(result.Buffer.End);
        Assert.True(_reader.TryRead(out result));
        Assert.True(result.IsCompleted && result.Buffer.IsEmpty);
        _reader.Complete();
    }

    [Fact]
    public void FullWindow_IsToldAsCancelledNotAsAnEndlessLoop()
    {
        Write(new string('x', 20_000));
        ReadResult result = _pair.Ended(_reader.ReadAsync());
        _reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);

        result = _pair.Ended(_reader.ReadAsync());
        Assert.True(result.IsCanceled);
        Assert.Equal(16 * 1024, result.Buffer.Length);
    }

    [Fact]
    public void CancelledToken_IsRefused() =>
        Assert.Throws<OperationCanceledException>(() => _ = _reader.ReadAsync(new CancellationToken(canceled: true)));

    [Fact]
    public void WriterKeepsWhatWasAdvancedUntilTheFlush()
    {
        Assert.True(_writer.CanGetUnflushedBytes);
        _writer.Write("one "u8);
        _writer.GetMemory(50_000).Span[0] = (byte)'t';
        _writer.Advance(1);
        _writer.Write("wo"u8);
        Assert.Equal(7, _writer.UnflushedBytes);
        Assert.Equal(0, _pair.Near.Incoming);
        Assert.Throws<ArgumentOutOfRangeException>(() => _writer.Advance(int.MaxValue));

        FlushResult flush = _pair.Ended(_writer.FlushAsync());

        Assert.False(flush.IsCompleted || flush.IsCanceled);
        Assert.Equal(0, _writer.UnflushedBytes);
        Assert.Equal("one two", Text(_pair.Ended(_reader.ReadAsync())));
    }

    [Fact]
    public void FlushToASlowPeer_WaitsUntilItReads()
    {
        _pair.Near.Capacity = 3;
        _writer.Write("abcdef"u8);
        ValueTask<FlushResult> flush = _writer.FlushAsync();
        _pair.Pending(flush);
        ReadResult result = _pair.Ended(_reader.ReadAsync());
        Assert.Equal("abc", Text(result));
        _reader.AdvanceTo(result.Buffer.End);

        Assert.False(_pair.Ended(flush).IsCompleted);
        Assert.Equal("def", Text(_pair.Ended(_reader.ReadAsync())));
    }

    [Fact]
    public void FlushToAClosedPeer_IsCompleted()
    {
        _pair.Near.Close();
        _pair.Loop.RunUntilIdle();
        _writer.Write("x"u8);

        Assert.True(_pair.Ended(_writer.FlushAsync()).IsCompleted);
    }

    [Fact]
    public void CancelPendingFlush_EndsOutput()
    {
        _pair.Near.Capacity = 0;
        _writer.Write("x"u8);
        ValueTask<FlushResult> flush = _writer.FlushAsync();
        _pair.Pending(flush);
        _writer.CancelPendingFlush();

        Assert.True(_pair.Ended(flush).IsCompleted);
        Assert.Equal(IoStatus.Aborted, _pair.Far.Output.Ended);
    }

    [Fact]
    public void Complete_DropsWhatWasNotFlushed()
    {
        _writer.Write("x"u8);
        Assert.Equal(1, _pair.Loop.Buffers.Outstanding);
        _writer.Complete();

        Assert.Equal(0, _pair.Loop.Buffers.Outstanding);
    }

    private static string Text(ReadResult result) => Encoding.ASCII.GetString(result.Buffer);

    private void Write(string text) => _pair.Send(_pair.Far, Encoding.ASCII.GetBytes(text));
}
