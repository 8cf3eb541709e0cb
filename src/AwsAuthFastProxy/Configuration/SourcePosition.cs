namespace AwsAuthFastProxy.Configuration;

/// <summary>Where something stands: the file as the user named it, and the line counted from 1, or 0 for the whole file.</summary>
internal readonly record struct SourcePosition(string File, int Line)
{
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}";
}
