using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Microbenchmarks.Baselines;
using AwsAuthFastProxy.Microbenchmarks.Wire;
using BenchmarkDotNet.Attributes;

namespace AwsAuthFastProxy.Microbenchmarks;

/// <summary>Heads of about 500 bytes, whole and in two pieces, against a parser over the stock pipe's sequences.</summary>
public class HeadParserBenchmarks
{
    private readonly byte[] _get = Messages.Get;
    private readonly byte[] _response = Messages.ResponseHead(1024);
    private readonly RequestHead _requestHead = new();
    private readonly ResponseHead _responseHead = new();
    private readonly HeadLimits _limits = HeadLimits.Default;
    private readonly SequenceHead _sequence = new();
    private readonly PipeHead _pipe = new();

    [GlobalSetup]
    public void Check()
    {
        if (Request() != _get.Length || RequestInTwoPieces() != _get.Length || Response() != _response.Length
            || Sequence() != _requestHead.Fields.Lines.Length || Pipe() != _sequence.Count)
        {
            throw new InvalidOperationException("a parser disagrees");
        }
    }

    [Benchmark(Baseline = true, Description = "SequenceReader over a ReadOnlySequence")]
    public int Sequence() => _sequence.Parse(_get);

    [Benchmark(Description = "the same behind a stock Pipe")]
    public int Pipe() => _pipe.Pass(_get, _sequence);

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int Request() => HeadParser.ParseRequest(_get, 0, _requestHead, _limits).Status == HeadStatus.Complete ? _requestHead.Length : -1;

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int RequestInTwoPieces()
    {
        HeadParse first = HeadParser.ParseRequest(_get.AsSpan(0, 300), 0, _requestHead, _limits);
        return HeadParser.ParseRequest(_get, first.Examined, _requestHead, _limits).Status == HeadStatus.Complete ? _requestHead.Length : -1;
    }

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int Response() => HeadParser.ParseResponse(_response, 0, _responseHead, _limits).Status == HeadStatus.Complete ? _responseHead.Length : -1;
}
