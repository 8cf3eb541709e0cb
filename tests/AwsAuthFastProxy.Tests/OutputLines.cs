using System.Text;

namespace AwsAuthFastProxy.Tests;

/// <summary>The lines that something writes, from any thread, for a test that waits for one of them.</summary>
internal sealed class OutputLines : TextWriter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<(string Words, int Times, TaskCompletionSource Found)> _waiting = [];

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Everything so far.</summary>
    public string Text
    {
        get
        {
            lock (_lock)
            {
                return _text.ToString();
            }
        }
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_lock)
        {
            _text.Append(value);
            foreach (var (words, times, found) in _waiting)
            {
                if (Has(words, times))
                {
                    found.TrySetResult();
                }
            }
        }
    }

    public override void WriteLine(string? value) => Write($"{value}\n");

    /// <summary>Returns when the words have been written so many times, at once if they were already; fails when they do not come.</summary>
    public async Task WaitForAsync(string words, int times = 1)
    {
        var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (Has(words, times))
            {
                return;
            }

            _waiting.Add((words, times, found));
        }

        try
        {
            await found.Task.WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"\"{words}\" was never written, but:\n{Text}");
        }
    }

    private bool Has(string words, int times) => _text.ToString().Split(words, times + 1).Length > times;
}
