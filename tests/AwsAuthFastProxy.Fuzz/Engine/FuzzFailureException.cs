namespace AwsAuthFastProxy.Fuzz.Engine;

/// <summary>A case that failed, as short as it could be made.</summary>
public sealed class FuzzFailureException : Exception
{
    /// <summary>Tells which.</summary>
    public FuzzFailureException(string target, byte[] input, Exception cause)
        : base($"{target}: {cause?.Message}\ninput: {Convert.ToBase64String(input)}", cause)
    {
        Target = target;
        Input = input;
    }

    /// <summary>Name of the target.</summary>
    public string Target { get; }

    /// <summary>The case.</summary>
    public byte[] Input { get; }
}
