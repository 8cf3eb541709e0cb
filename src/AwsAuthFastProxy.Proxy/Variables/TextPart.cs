namespace AwsAuthFastProxy.Proxy.Variables;

/// <summary>A piece of a text: words, or a variable.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Text">The words; else what stands behind the prefix of a name such as <c>http_</c>, lower case.</param>
/// <param name="Number">The number of a capture, or the place of an own variable.</param>
internal readonly record struct TextPart(TextVariable Variable, byte[] Text, int Number = 0)
{
    /// <summary>Whether it can be written only when the response's head is there.</summary>
    public bool IsOfResponse => Variable >= TextVariable.Status;
}
