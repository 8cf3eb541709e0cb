namespace AwsAuthFastProxy.Transport.Tests.Connections;

public class RandomTrafficTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 150)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void RandomTraffic_ArrivesWholeAndInOrderOrEndsWithTheRightStatus(int seed)
    {
        var random = new Random(seed);
        using var pair = new MemoryPair();
        var near = new TrafficModel(pair.Near, random);
        var far = new TrafficModel(pair.Far, random);
        near.Connect(far);
        // Some connections live long, some break early, some never.
        int breaksAt = random.Next(3) switch { 0 => random.Next(20), 1 => random.Next(400), _ => int.MaxValue };
        for (int step = 0; step < 400; step++)
        {
            TrafficModel side = random.Next(2) == 0 ? near : far;
            if (step == breaksAt)
            {
                side.Break();
            }

            side.Step();
            if (random.Next(3) == 0)
            {
                pair.Loop.RunUntilIdle();
                near.Check();
                far.Check();
            }
        }

        near.Finish();
        far.Finish();
        for (int i = 0; i < 10_000 && !(near.IsDone && far.IsDone); i++)
        {
            near.Drain();
            far.Drain();
            pair.Loop.RunUntilIdle();
            near.Check();
            far.Check();
        }

        near.CheckEnd();
        far.CheckEnd();
    }
}
