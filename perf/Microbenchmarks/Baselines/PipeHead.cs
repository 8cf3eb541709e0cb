using System.IO.Pipelines;

namespace AwsAuthFastProxy.Microbenchmarks.Baselines;

/// <summary>A head on its way through the framework's pipe, both ends on one thread.</summary>
internal sealed class PipeHead
{
    private readonly Pipe _pipe = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

    /// <summary>Writes the bytes, reads them, parses; the number of field lines.</summary>
    public int Pass(byte[] bytes, SequenceHead head)
    {
        bytes.CopyTo(_pipe.Writer.GetSpan(bytes.Length));
        _pipe.Writer.Advance(bytes.Length);
        _pipe.Writer.FlushAsync().AsTask().GetAwaiter().GetResult();
        if (!_pipe.Reader.TryRead(out ReadResult result))
        {
            return -1;
        }

        int count = head.Parse(result.Buffer, out SequencePosition end);
        _pipe.Reader.AdvanceTo(end);
        return count;
    }
}
